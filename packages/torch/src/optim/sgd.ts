/**
 * Stochastic gradient descent, with PyTorch's semantics to the letter:
 *
 *     g ← gradient + weightDecay · p
 *     v ← momentum · v + g                      (v starts at 0, so that the first v is g)
 *     p ← p − learningRate · (v, or g + momentum · v with Nesterov)
 *
 * All parameters are updated together by `_foreach_` operators: a handful of dispatcher calls per step.
 * Source: `torch.optim.SGD` (dampening 0); Sutskever et al. 2013 for Nesterov.
 * @module
 */
import { StateError } from "../modules/module.js";
import { noGrad } from "../tensor/autograd.js";
import { operator } from "../tensor/operator.js";
import type { Parameter } from "../tensor/parameter.js";
import { keep, scope } from "../tensor/scope.js";
import type { Tensor } from "../tensor/tensor.js";

/** Options of {@link SGD}. */
export interface SGDOptions {
  learningRate: number;
  /** Share of the last step's direction that goes into this one; 0, the default, is plain gradient descent. */
  momentum?: number;
  /** Pull of every parameter towards 0. Default 0. */
  weightDecay?: number;
  /** Looks ahead along the momentum. Default false. */
  nesterov?: boolean;
}

/** Moves parameters down their gradients. */
export class SGD {
  /** Of the next step; a schedule sets it before each. */
  learningRate: number;
  readonly #parameters: ReadonlyMap<string, Parameter>;
  readonly #momentum: number;
  readonly #weightDecay: number;
  readonly #nesterov: boolean;
  readonly #velocities = new Map<string, Tensor>();

  /**
   * @param parameters by name, as `model.namedParameters()` gives them.
   * @throws RangeError for Nesterov without momentum.
   */
  constructor(
    parameters: ReadonlyMap<string, Parameter>,
    { learningRate, momentum = 0, weightDecay = 0, nesterov = false }: SGDOptions,
  ) {
    if (nesterov && momentum === 0) throw new RangeError("SGD: nesterov needs a momentum above 0, got 0");
    this.learningRate = learningRate;
    this.#parameters = parameters;
    this.#momentum = momentum;
    this.#weightDecay = weightDecay;
    this.#nesterov = nesterov;
  }

  /**
   * One step for every parameter that has a gradient.
   *
   * @param learningRate of this step; a scalar tensor on the parameters' device may change from replay to replay of a captured
   * graph, where a number is written down once and for all.
   */
  step(learningRate: number | Tensor = this.learningRate): void {
    noGrad(() =>
      scope(() => {
        const moves = [...this.#parameters].flatMap(([name, parameter]) => {
          const gradient = parameter.grad;
          return gradient ? [{ name, parameter, gradient }] : [];
        });
        if (moves.length === 0) return; // the operators refuse empty lists
        const parameters = moves.map(({ parameter }) => parameter);
        const directions = this.#directions(moves, parameters);
        if (typeof learningRate === "number") foreachAdd_(parameters, directions, -learningRate);
        else foreachAddcmul_(parameters, directions, new Array<Tensor>(parameters.length).fill(learningRate), -1);
      }),
    );
  }

  #directions(moves: readonly { name: string; gradient: Tensor }[], parameters: readonly Tensor[]): readonly Tensor[] {
    const gradients = moves.map(({ gradient }) => gradient);
    const decayed = this.#weightDecay === 0 ? gradients : foreachAdd(gradients, parameters, this.#weightDecay);
    if (this.#momentum === 0) return decayed;
    const velocities = moves.map(({ name }) => this.#velocity(name));
    foreachMul_(velocities, this.#momentum);
    foreachAdd_(velocities, decayed);
    return this.#nesterov ? foreachAdd(decayed, velocities, this.#momentum) : velocities;
  }

  /** Forgets all gradients; call it before each `backward()`, which adds to them. */
  zeroGrad(): void {
    for (const parameter of this.#parameters.values()) parameter.clearGrad();
  }

  /**
   * What a resumed run needs: the velocity of each parameter that has moved, by the parameter's name. The optimizer's
   * own tensors, not copies; empty before the first step and without momentum.
   */
  stateDict(): ReadonlyMap<string, Tensor> {
    return this.#velocities;
  }

  /**
   * Copies the velocities in; a parameter without one starts afresh.
   *
   * @throws {@link StateError} for a name or shape that is not a parameter's; nothing is copied then.
   */
  loadStateDict(state: ReadonlyMap<string, Tensor>): void {
    const problems = [...state].flatMap(([name, velocity]) => this.#misfit(name, velocity));
    if (problems.length > 0) throw new StateError(problems);
    for (const velocity of this.#velocities.values()) velocity.dispose();
    this.#velocities.clear();
    for (const [name, velocity] of state) this.#velocity(name).copy_(velocity);
  }

  #misfit(name: string, { shape }: Tensor): string[] {
    const expected = this.#parameters.get(name)?.shape;
    if (!expected) return [`velocity of ${name}: unexpected; the optimizer has no such parameter`];
    if (expected.join() === shape.join()) return [];
    return [`velocity of ${name}: the parameter has [${expected.join(", ")}], the velocity [${shape.join(", ")}]`];
  }

  /** Made at the first use, in the dtype, on the device and in the memory format of its parameter. */
  #velocity(name: string): Tensor {
    const known = this.#velocities.get(name);
    if (known) return known;
    const velocity = keep(zerosLike(this.#parameters.get(name) as Parameter));
    this.#velocities.set(name, velocity);
    return velocity;
  }
}

const foreachAdd = operator("aten::_foreach_add.List");
const foreachAdd_ = operator("aten::_foreach_add_.List");
const foreachAddcmul_ = operator("aten::_foreach_addcmul_.Scalar");
const foreachMul_ = operator("aten::_foreach_mul_.Scalar");
const zerosLike = operator("aten::zeros_like");
