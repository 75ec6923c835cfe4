/**
 * Class means as a statistic that measures name: over a data set, of a batch, and in a CUDA graph.
 *
 * @module
 */
import { scope } from "@selectivity-lab/torch";
import { classConditionalMeans } from "./class-conditional-means.js";
import type { ClassMeans, PresentClassMeans } from "./class-means.js";
import { ClassSums } from "./class-sums.js";
import { maskedClassMeans } from "./masked-class-means.js";
import type { BatchStatistic, Collector, LabelledImages } from "./response-statistic.js";

/** Class-conditional means of unit responses; those collected over a data set also say which classes they are of. */
export interface ClassMeansStatistic extends BatchStatistic<ClassMeans> {
  collect(images: LabelledImages): Collector<PresentClassMeans>;
}

/** See {@link ClassMeansStatistic}. */
export const classMeansStatistic: ClassMeansStatistic = {
  name: "class means",
  joinsBatches: true,
  collect: (images) => new ClassSums(images),
  fromBatch(units, labels, { classes, aggregate = "mean", history }) {
    return scope(() => {
      const batch = classConditionalMeans(units, labels, classes, { aggregate });
      if (!history) return batch;
      const means = history.join(batch.means, batch.present); // [K'', ΣU]
      return { means, classes: means.shape[0] as number };
    });
  },
  fromCapturedBatch: maskedClassMeans,
};
