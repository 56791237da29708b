/** Accounts and what they may do. */
export interface PeopleTables {}
