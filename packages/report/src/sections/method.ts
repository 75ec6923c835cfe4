/**
 * The report's section on how its numbers were computed.
 *
 * @module
 */

import { stoppingText } from "@selectivity-lab/run";
import type { ReportData } from "../data/report-data.js";
import { type Html, html } from "../html/html.js";

/** Renders how every number of the page was computed. */
export function renderMethod(data: ReportData): Html {
  const { seeds } = data.table.sweep;
  return html`<section aria-labelledby="method">
<h2 id="method">How the numbers were computed</h2>
<dl class="method">
<dt>Class selectivity</dt>
<dd>For a unit: (μ<sub>max</sub> − μ<sub>rest</sub>) / (μ<sub>max</sub> + μ<sub>rest</sub> + ε), where μ<sub>max</sub> is the unit's mean
activation for its favorite class and μ<sub>rest</sub> its mean over the other classes. 0 means that it responds to all classes alike, 1
that it responds to one class only. For a network: the mean over the units of a layer, then over the hidden layers. The output
layer is not included.</dd>
<dt>Unit of replication</dt>
<dd>One trained network, never an image or a unit. This sweep has ${seeds.length} per alpha: seeds ${seeds.join(", ")}.</dd>
${renderSeeds(data)}<dt>Intervals</dt>
<dd>Student's t interval of a mean over seeds, level 95%: mean ± t(0.975, n − 1) · sd / √n. With n = 1 there is no interval. With n = 2
the factor t is 12.7, so the interval is too wide to be of use: train more seeds.</dd>
<dt>Differences to the control</dt>
<dd>Paired by seed: at every alpha the same seed gives the same initial weights, split and data order. First the difference between
each network and the alpha = 0 network of its own seed is taken, then the mean and t interval over these differences. Intervals
are per alpha and are not corrected for looking at several alphas.</dd>
<dt>Null</dt>
<dd>Selectivity of the same network with the labels permuted: the value of the index when no unit responds to any class in
particular. The index takes the maximum of noisy means, so this value is above 0. Selectivity close to its null is not evidence
of selectivity.</dd>
<dt>Split-half</dt>
<dd>The favorite class is chosen on one half of the images and the index is measured on the other half, which removes the bias of
choosing and measuring on the same images.</dd>
<dt>Which weights</dt>
<dd>The weights of the epoch with the best validation accuracy, measured once on the test split.</dd>
</dl>
</section>
`;
}

/** Renders the rule by which a sweep added seeds, and what repeated looks do to an interval; nothing without a rule. */
function renderSeeds({ table, stopping }: ReportData): Html {
  const { until } = table.sweep;
  if (!until || !stopping) return html``;
  const end = stopping.satisfied
    ? "The rule was satisfied."
    : stopping.spent
      ? "The rule was not satisfied by then."
      : "The rule is not satisfied yet.";
  return html`<dt>Number of seeds</dt>
<dd>Decided by a rule that was recorded before the first network was trained: <code>${until.rule}</code>, the full width of the 95%
interval${until.alpha === null ? ", at every alpha" : ""}. The sweep began with ${until.firstSeeds.length} seeds and added one at a time, up to
${until.maxSeeds}. ${end} Now: ${stoppingText(stopping)}. Intervals that are checked repeatedly until they are narrow tend to be too
narrow: in simulations of this rule on normal data, starting from 5 seeds, 92% to 95% of them contained the true mean.</dd>
`;
}
