/**
 * The ground floor: errors, text, files, shell words, zip archives, random streams.
 *
 * @module
 */

export { explainAbsence } from "./errors/explain-absence.js";
export { describeUnreadable, FileError, type FileErrorFacts } from "./errors/file-error.js";
export { composeMessage, type ErrorFacts, type Fault, LabError } from "./errors/lab-error.js";
export { summarizeError } from "./errors/summarize-error.js";
export {
  describeSystemError,
  type ErrnoMeaning,
  explainErrno,
  explainError,
  isSystemError,
  nameFile,
  SystemError,
} from "./errors/system-error.js";
export { appendLine } from "./files/append-line.js";
export { AtomicFile } from "./files/atomic-file.js";
export { encodeCanonicalJson } from "./files/canonical-json.js";
export { describeDiskShortage } from "./files/disk-shortage.js";
export { makeFolder } from "./files/make-folder.js";
export { decodeJson, readJson } from "./files/read-json.js";
export { readJsonLines } from "./files/read-json-lines.js";
export { requireWritable } from "./files/require-writable.js";
export { withFile, writeFileAtomically } from "./files/write-file.js";
export { encodeJson, writeJsonAtomically, writeJsonOnce } from "./files/write-json.js";
export { philox4x32, type Words } from "./random/philox.js";
export { Random } from "./random/random.js";
export { STREAMS, type Stream, streamNumber } from "./random/streams.js";
export { below, randomWords, shuffleBySeed } from "./random/words.js";
export { formatExcerpt, readable } from "./text/excerpt.js";
export { findNearest } from "./text/nearest.js";
export {
  formatCount,
  formatDecimal,
  formatDuration,
  formatMegabytes,
  formatPercent,
  formatSigned,
} from "./text/number-words.js";
export {
  LONGEST_RANGE,
  parseNumber,
  parseNumbers,
  parseRange,
  parseWholeNumber,
  parseWholeNumbers,
} from "./text/parse-number.js";
export { quoteShellWord } from "./text/shell-word.js";
export { ZipArchive, type ZipOptions } from "./zip/zip.js";
export { ZipError } from "./zip/zip-directory.js";
