/**
 * The description of a network in the metadata of its file: text under text keys, JSON where structured.
 *
 * @module
 */
import { z } from "zod";
import { CheckpointError } from "./checkpoint-error.js";
import { createUndescribedError } from "./weights-file.js";

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue("expected JSON");
        return z.NEVER;
      }
    })
    .pipe(schema);

/** Metadata of a file of weights. */
const metadataSchema = z
  .object({
    model: z.string(),
    modelOptions: json(z.record(z.string(), z.unknown())),
    dataset: z.string(),
    classes: json(z.array(z.string()).min(2)),
    inputShape: json(z.tuple([z.int().positive(), z.int().positive(), z.int().positive()])),
    mean: json(z.array(z.number())),
    std: json(z.array(z.number().positive())),
    /** Present where damaged image files of the data set were left out. */
    damagedImages: z.literal("skip").optional(),
    /** Present where the classes of a folder of images are numbered otherwise than as text. */
    classOrder: json(z.union([z.literal("natural"), z.array(z.string())])).optional(),
    /** Present where the network was trained with this form of convolutions; it is then evaluated with it, too. */
    convolutions: z.literal("winograd").optional(),
    /** SHA-256 of the data set by file. Absent in files of older versions, and for weights from elsewhere. */
    dataSha256: json(z.record(z.string(), z.string())).optional(),
  })
  .refine(({ inputShape: [channels], mean, std }) => mean.length === channels && std.length === channels, {
    error: "expected one value per channel of inputShape",
    path: ["mean and std"],
  });

/** Which model a network is, what it was trained on, and how it expects images to be normalized. */
export type NetworkDescription = z.output<typeof metadataSchema>;

/** The description as metadata. */
export function encodeDescription(description: NetworkDescription): Record<string, string> {
  const { model, modelOptions, dataset, classes, inputShape, mean, std } = description;
  const { damagedImages, classOrder, convolutions, dataSha256 } = description;
  return {
    model,
    modelOptions: JSON.stringify(modelOptions),
    dataset,
    classes: JSON.stringify(classes),
    inputShape: JSON.stringify(inputShape),
    mean: JSON.stringify(mean),
    std: JSON.stringify(std),
    ...(damagedImages && { damagedImages }),
    ...(classOrder && { classOrder: JSON.stringify(classOrder) }),
    ...(convolutions && { convolutions }),
    ...(dataSha256 && { dataSha256: JSON.stringify(dataSha256) }),
  };
}

/** Names of the classes in the metadata of a file, in the order of its outputs; `undefined` where it has none. */
export function readClassNames({ classes }: Readonly<Record<string, string>>): readonly string[] | undefined {
  return metadataSchema.shape.classes.safeParse(classes).data;
}

/** @param file for errors. @throws {@link CheckpointError} where the metadata describes no network, or not fully. */
export function parseDescription(file: string, metadata: Readonly<Record<string, string>>): NetworkDescription {
  const described = metadataSchema.safeParse(metadata);
  if (described.success) return described.data;
  if (!Object.keys(metadataSchema.shape).some((key) => key in metadata))
    throw createUndescribedError(file, "its metadata");
  const problems = described.error.issues.map(({ path: place, message }) => `✖ ${place.join(".")}: ${message}`);
  throw new CheckpointError({
    code: "network-not-described",
    problem: `${file}: its metadata does not fully describe the network`,
    details: problems,
    remedy: "name the model with --model and the images with --data, or add these entries to the metadata",
    path: file,
  });
}
