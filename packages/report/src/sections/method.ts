/**
 * The report's account of its own numbers.
 *
 * @module
 */

import { judgeStopping, type SweepTable, stoppingText } from "@selectivity-lab/run";
import { type Html, html } from "../html/html.js";

/** How every number of the page was computed, in words. */
export function renderMethod(table: SweepTable): Html {
  const { seeds } = table.sweep;
  return html`<section aria-labelledby="method">
<h2 id="method">How the numbers were computed</h2>
<dl class="method">
<dt>Class selectivity</dt>
<dd>Of a unit: (μ<sub>max</sub> − μ<sub>rest</sub>) / (μ<sub>max</sub> + μ<sub>rest</sub> + ε), where μ<sub>max</sub> is the mean
activation for its favourite class and μ<sub>rest</sub> the mean over the other classes. 0: all classes alike; 1: one class only. Of a
network: the mean over the units of a layer, then over the hidden layers. The output layer is left out.</dd>
<dt>Unit of replication</dt>
<dd>One trained network, never an image or a unit. Here ${seeds.length} per alpha: seeds ${seeds.join(", ")}.</dd>
${numberOfSeeds(table)}<dt>Intervals</dt>
<dd>Student's t interval of a mean over seeds, level 95 %: mean ± t(0.975, n − 1) · sd / √n. With n = 1 there is none. With n = 2
the factor t is 12.7, so such an interval says little more than that two networks are few.</dd>
<dt>Differences to the control</dt>
<dd>Paired by seed: at every alpha the same seed gives the same initial weights, split and data order. The difference of each network
to the alpha = 0 network of its own seed is taken first, then the mean and t interval over these differences. Intervals are per alpha,
not corrected for looking at several alphas.</dd>
<dt>Null</dt>
<dd>Selectivity of the same network with the labels permuted: what the index gives when no unit answers to any class. The index takes a
maximum of noisy means, so this is above 0; a selectivity near its null is not selectivity.</dd>
<dt>Split-half</dt>
<dd>The favourite class is chosen on one half of the images and the index measured on the other: free of the bias of choosing and
measuring on the same images.</dd>
<dt>Which weights</dt>
<dd>Those of the epoch with the best validation accuracy, measured once on the test split.</dd>
</dl>
</section>
`;
}

/** Of a sweep that added seeds by a rule: the rule, and what looking again and again does to an interval. */
function numberOfSeeds(table: SweepTable): Html {
  const { until } = table.sweep;
  const state = judgeStopping(table);
  if (!until || !state) return html``;
  const end = state.satisfied ? "It held then." : state.spent ? "It did not hold by then." : "It does not hold yet.";
  return html`<dt>Number of seeds</dt>
<dd>By a rule that was recorded before the first network was trained: <code>${until.rule}</code>, the width of the 95 % interval from
end to end${until.alpha === null ? ", at every alpha" : ""}. The sweep began with ${until.firstSeeds.length} seeds and added one at a time, up to
${until.maxSeeds}. ${end} Now: ${stoppingText(state)}. Intervals that are looked at until they are narrow tend to be those that came out too
narrow: in simulations of this rule on normal data, begun with 5 seeds, 92 to 95 % of them held the true mean.</dd>
`;
}
