import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { describeSystemError, explainError, SystemError } from "../../src/errors/system-error.js";

const folder = temporaryFolder();

function errorFrom(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

/** An error as Node makes it, for what cannot be provoked here. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: …, open '/a'`), { code, syscall: "open", path: "/a" });
}

describe("describeSystemError", () => {
  test("explains a missing file, with its path and what to do", () => {
    const missing = join(folder, "missing");
    const cause = errorFrom(() => readFileSync(missing));
    const error = describeSystemError(cause);
    expect(error).toMatchObject({ code: "system-error", errno: "ENOENT", path: missing, fault: "input", cause });
    expect(error?.message).toBe(`${missing}: no such file or folder (ENOENT)\n  to do: check the spelling of the path`);
  });

  test("explains what the system really says of folders, files and links", () => {
    writeFileSync(join(folder, "file"), "");
    symlinkSync(join(folder, "loop"), join(folder, "loop"));
    const errno = (work: () => unknown) => describeSystemError(errorFrom(work))?.errno;
    expect(errno(() => readFileSync(folder))).toBe("EISDIR");
    expect(errno(() => readFileSync(join(folder, "file/below")))).toBe("ENOTDIR");
    expect(errno(() => mkdirSync(join(folder, "file")))).toBe("EEXIST");
    expect(errno(() => readFileSync(join(folder, "loop")))).toBe("ELOOP");
  });

  test.each([
    ...["ENOENT", "EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EMFILE", "ELOOP"],
    ...["EISDIR", "ENOTDIR", "EEXIST", "EPIPE", "EIO"],
  ])("explains %s with its code and a remedy", (code) => {
    const error = describeSystemError(systemError(code));
    expect(error).toBeInstanceOf(SystemError);
    expect(error?.problem).toMatch(new RegExp(`^/a: [a-z ,-]+ \\(${code}\\)$`));
    expect(error?.remedy).toMatch(/[^.]$/);
  });

  test.each(["ENOSPC", "EDQUOT", "EMFILE", "EPIPE", "EIO"])("%s is nobody's wrong input", (code) => {
    expect(describeSystemError(systemError(code))?.fault).toBe("work");
  });

  test("leaves other errors alone", () => {
    expect(describeSystemError(new Error("no"))).toBeUndefined();
    expect(describeSystemError(systemError("EWHAT"))).toBeUndefined();
  });
});

test("explainError gives one clause for any error", () => {
  expect(explainError(systemError("EACCES"))).toBe("permission denied (EACCES)");
  expect(explainError(systemError("EWHAT"))).toBe("EWHAT");
  expect(explainError(new Error("no"))).toBe("no");
  expect(explainError("no")).toBe("no");
});
