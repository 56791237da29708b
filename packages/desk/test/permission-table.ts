import type { contract } from '../src/contract/contract.ts'
import type { files } from '../src/contract/files.ts'
import type { Role } from '../src/contract/index.ts'

/** Names of all that can be asked of the desk. */
export type Asked = keyof typeof contract | keyof typeof files

const readers = ['viewer', 'clerk', 'author', 'approver', 'manager', 'auditor'] as const
const everybody = [...readers, 'admin'] as const

/**
 * Who may do what, written by hand: a declaration that says otherwise is wrong, or this table is to be changed knowingly.
 * `anyone` needs no sign-in.
 */
export const table: Readonly<Record<Asked, 'anyone' | readonly Role[]>> = {
  openInvitation: 'anyone',
  acceptInvitation: 'anyone',
  openSession: 'anyone',
  getSession: everybody,
  closeSession: everybody,
  confirmSecondFactor: everybody,
  listStaff: ['admin'],
  inviteStaff: ['admin'],
  renewStaff: ['admin'],
  listInvitations: ['admin'],
  stopInvitation: ['admin'],
  setGrants: ['admin'],
  setSignInName: ['admin'],
  disableStaff: ['admin'],
  enableStaff: ['admin'],
  lookUpCards: readers,
  revealCard: ['clerk', 'manager'],
  recordConsent: ['clerk', 'author', 'manager'],
  listConsents: readers,
  getConsent: readers,
  withdrawConsent: ['clerk', 'author', 'manager'],
  recordWithdrawal: ['clerk', 'author', 'manager'],
  exportConsent: readers,
  consentReceipt: readers,
  findMember: readers,
  exportMember: ['author', 'manager', 'auditor'],
  memberHtml: ['author', 'manager', 'auditor'],
  requestConsent: ['clerk', 'author', 'manager'],
  listConsentRequests: readers,
  stopConsentRequest: ['clerk', 'author', 'manager'],
  listNotices: everybody,
  addNotice: ['admin'],
  invalidateCard: ['clerk', 'manager'],
  getInvalidation: readers,
  listInvalidations: readers,
  reconcileInvalidation: ['clerk', 'manager'],
  listBatches: everybody,
  getBatch: readers,
  listBatchRows: readers,
  checkBatch: ['author', 'manager'],
  approveBatch: ['approver', 'manager'],
  runBatch: ['author', 'manager'],
  pauseBatch: ['author', 'manager'],
  resumeBatch: ['author', 'manager'],
  cancelBatch: ['author', 'manager'],
  getSettings: everybody,
  changeSettings: ['admin'],
  getDeskSettings: everybody,
  changeDeskSettings: ['admin'],
  listChanges: everybody,
  confirmChange: ['admin'],
  stopChange: everybody,
  listConnections: everybody,
  listAuditEvents: ['auditor'],
  verifyAuditLog: ['auditor'],
  getAuditStatus: ['auditor'],
  uploadBatch: ['author', 'manager'],
  sample: everybody,
  reportCsv: ['author', 'manager', 'auditor'],
  reportXlsx: ['author', 'manager', 'auditor'],
  failedCsv: ['author', 'manager', 'auditor'],
  evidenceZip: ['author', 'manager', 'auditor'],
  uploadEvidence: ['clerk', 'author', 'manager'],
  getEvidence: ['clerk', 'manager'],
  auditJsonl: ['auditor'],
  auditProof: ['auditor'],
}
