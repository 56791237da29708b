/** What a file may hold at most. Files are not trusted: each limit ends the reading before memory or time does. */
export const fileLimits = {
  /** Tags inside of tags. Excel writes about ten. */
  tag_depth: 64,
  /** Attributes of one tag. */
  attributes: 256,
  /** Characters of one cell; Excel takes no more. */
  cell_text: 32_767,
  /** Characters between two tags, or of one comment or tag. */
  markup_text: 1 << 20,
  /** Texts that the cells of a workbook share. */
  shared_texts: 1 << 24,
  /** Files in the archive that a workbook is. */
  parts: 10_000,
  /** Bytes that all parts of a workbook unfold to, in MiB. */
  unfolded_mib: 2048,
  /** Bytes that a part beside the sheets and their texts unfolds to, in MiB. */
  small_part_mib: 32,
  /** Bytes that a part of more than 16 MiB unfolds to, for each that it takes. */
  unfolded_ratio: 500,
  /** Columns in which anything is written. */
  columns: 1024,
  /** Characters of one line of a CSV file. */
  line_text: 1 << 20,
  /** Lines or rows in which nothing is written. */
  empty_lines: 100_000,
  /** Ranges of merged cells in one sheet. */
  merged_ranges: 100_000,
  /** Memory of the thread that reads a file, in MiB. */
  memory_mib: 256,
  /** Seconds in which the next rows of a file must have been read. */
  step_seconds: 60,
} as const
