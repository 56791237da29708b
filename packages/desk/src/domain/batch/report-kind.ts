/** The reports of a batch. */
export const reportKinds = ['report.csv', 'report.xlsx', 'failed.csv', 'evidence.html', 'evidence.zip'] as const
/** One of the reports of a batch. */
export type ReportKind = (typeof reportKinds)[number]
