/**
 * The report's section on how its numbers were computed.
 *
 * @module
 */

import { stoppingText } from "@selectivity-lab/run";
import type { ReportData } from "../data/report-data.js";
import { type Html, html } from "../html/html.js";
import { describeComparisons } from "../table/describe-comparisons.js";

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
<dd>With one or two networks: the values, no interval. With three or four: the values, and so their range. From five on: Student's t
interval of a mean over seeds, level 95%, with n − 1 degrees of freedom; that of a share, such as accuracy, is computed on the logit scale, so that it
stays between 0 and 1. ${data.summaries.some(({ accuracy }) => accuracy?.interval === "pooled") ? "In this report the spread is pooled over the networks of all alphas, as was asked for: right only if they all vary alike." : ""}</dd>
<dt>Differences to the control</dt>
<dd>Paired by seed: at every alpha the same seed gives the same initial weights, split and data order. First the difference between
each network and the alpha = 0 network of its own seed is taken, then the mean and t interval over these differences. Intervals
are per alpha and are not corrected for looking at several alphas; p values are. ${describeComparisons(data.comparisons)}</dd>
<dt>Null</dt>
<dd>Selectivity of the same network with the labels permuted: the value of the index when no unit responds to any class in
particular. The index takes the maximum of noisy means, so this value is above 0. Selectivity close to its null is not evidence
of selectivity.</dd>
<dt>Split-half</dt>
<dd>The favorite class is chosen on one half of the images and the index is measured on the other half, in both directions. The plain index is
biased up, and this one is biased <em>down</em>: noise picks the wrong class. With 200 classes of 50 images and a true index of 0.150, the plain index
is about 0.195 and the split half 0.020. The truth lies between them; where they differ much, there are too few images to say.</dd>
<dt>Dead units</dt>
<dd>Units that respond to no image. Their index is 0, so a network of dead units passes for one of low selectivity. The selectivity of live units leaves them
out.</dd>
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
