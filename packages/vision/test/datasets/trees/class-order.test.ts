import { describe, expect, test } from "vitest";
import { orderClasses } from "../../../src/datasets/trees/class-order.js";
import { DatasetError } from "../../../src/error.js";
import recorded from "../../reference/class-order.json" with { type: "json" };

const names = ["10", "2", "1"];

describe("the order of classes", () => {
  test("as text is that of torchvision's ImageFolder, which sorts by code points", () => {
    expect(orderClasses("photos", [...names, "b", "B", "a"], "text")).toEqual(["1", "10", "2", "B", "a", "b"]);
  });

  test("natural is timm's", () => {
    expect(orderClasses("photos", recorded.names, "natural")).toEqual(recorded.sorted);
  });

  test("is any that is listed", () => {
    expect(orderClasses("photos", names, ["2", "10", "1"])).toEqual(["2", "10", "1"]);
  });

  test.each([
    [["2", "10", "2", "1"], "photos: the order of classes names 2 twice."],
    [["2", "1"], "photos: the order of classes lacks 10."],
    [["2", "10", "1", "cat"], "photos: the order of classes names cat, which is no class."],
  ])("%j is refused", (order, complaint) => {
    expect(() => orderClasses("photos", names, order)).toThrow(DatasetError);
    expect(() => orderClasses("photos", names, order)).toThrow(complaint);
  });
});
