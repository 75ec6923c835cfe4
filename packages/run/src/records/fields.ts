/**
 * Fields that several records share.
 *
 * JSON cannot express non-finite numbers: they are written as the strings "NaN", "Infinity", "-Infinity", and read back.
 * @module
 */
import { interpolations } from "@selectivity-lab/vision";
import { z } from "zod";
import type { Recipe } from "../recipe/schema.js";

/** A measured number, which may be non-finite. */
export const measuredNumber = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"]).transform(Number)]);

/** How pictures were resized and cropped. */
export const transformSchema = z.object({
  resize: z.int().positive(),
  crop: z.int().positive(),
  interpolation: z.enum(interpolations),
});

/** A recipe, checked strictly when it was written: an old record stays readable after the recipe's schema has changed. */
export const recordedRecipe = z.custom<Recipe>(
  (value) => typeof value === "object" && value !== null,
  "expected a recipe",
);
