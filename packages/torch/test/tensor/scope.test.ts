import { describe, expect, test } from "vitest";
import { TensorDisposedError } from "../../src/error.js";
import { liveTensors } from "../../src/runtime/runtime.js";
import { tensor } from "../../src/tensor/create.js";
import { keep, scope } from "../../src/tensor/scope.js";

/** Tensors that are alive after `work` and were not before. */
function leftBy(work: () => void): number {
  const before = liveTensors();
  work();
  return liveTensors() - before;
}

describe("scope", () => {
  test("frees what was made inside, and returns what it returns", () => {
    const left = leftBy(() => {
      const norm = scope(() => tensor([3, 4]).square().sum().sqrt());
      expect(norm.item()).toBe(5);
      norm.dispose();
    });
    expect(left).toBe(0);
  });

  test("keeps tensors inside arrays, plain objects and Maps", () => {
    const before = liveTensors();
    const [list, record, map] = scope(() => {
      tensor([0]);
      return [[tensor([1])], { inner: { two: tensor([2]) } }, new Map([["three", tensor([3])]])] as const;
    });
    expect([list[0]?.item(), record.inner.two.item(), map.get("three")?.item()]).toEqual([1, 2, 3]);
    expect(liveTensors() - before).toBe(3);
    for (const kept of [list[0], record.inner.two, map.get("three")]) kept?.dispose();
  });

  test("hands what an inner scope returns to the outer one", () => {
    expect(leftBy(() => scope(() => scope(() => tensor([1]).add(1)).item()))).toBe(0);
  });

  test("frees everything when the work throws", () => {
    const failing = () =>
      scope(() => {
        tensor([1]).add(1);
        throw new Error("on purpose");
      });
    expect(leftBy(() => expect(failing).toThrow("on purpose"))).toBe(0);
  });

  test("refuses a function that returns a promise, and frees its tensors", () => {
    expect(leftBy(() => expect(() => scope(async () => tensor([1]))).toThrow(TypeError))).toBe(0);
  });

  test("leaves alone what was made before it", () => {
    const outer = tensor([1]);
    scope(() => outer.add(1));
    expect(outer.item()).toBe(1);
    outer.dispose();
  });
});

describe("keep", () => {
  test("takes a tensor out of every open scope", () => {
    let kept = tensor([0]);
    kept.dispose();
    scope(() =>
      scope(() => {
        kept = keep(tensor([7]));
      }),
    );
    expect(kept.item()).toBe(7);
    kept.dispose();
  });
});

describe("a freed tensor", () => {
  test("says which operator made it, and what to do", () => {
    const freed: { tensor?: ReturnType<typeof tensor> } = {};
    scope(() => {
      freed.tensor = tensor([1]).add(1);
    });
    expect(() => freed.tensor?.mul(2)).toThrow(TensorDisposedError);
    expect(() => freed.tensor?.mul(2)).toThrowErrorMatchingInlineSnapshot(`
      [TensorDisposedError: a tensor made by aten::add.Scalar was used after it was freed.
        to do: return it from its scope(), or keep() it, if it must outlive the scope]
    `);
    expect(`${freed.tensor}`).toBe("a freed tensor");
  });

  test("may be disposed of again", () => {
    const twice = tensor([1]);
    expect(
      leftBy(() => {
        twice.dispose();
        twice.dispose();
      }),
    ).toBe(-1);
  });
});
