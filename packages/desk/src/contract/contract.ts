import { listAuditEvents, verifyAuditLog } from './audit.ts'
import {
  approveBatch,
  cancelBatch,
  checkBatch,
  getBatch,
  listBatches,
  listBatchRows,
  pauseBatch,
  resumeBatch,
  runBatch,
} from './batch-operations.ts'
import { getConsent, listConsents, recordConsent, recordWithdrawal, withdrawConsent } from './consent.ts'
import { getInvalidation, invalidateCard, listInvalidations, reconcileInvalidation } from './invalidation.ts'
import { addNotice, listNotices } from './notice.ts'
import { closeSession, confirmSecondFactor, getSession, openSession, setUp } from './session.ts'
import { changeSettings, getSettings, listConnections } from './setting-operations.ts'
import { addStaff, disableStaff, enableStaff, listStaff, renewSecondFactor, setGrants, setPassword, setSignInName } from './staff.ts'
import { lookUpCards, revealCard } from './user-card.ts'

/** Every operation of the desk by its id. Those whose body or answer is a file are in `files`. */
export const contract = {
  setUp,
  openSession,
  getSession,
  closeSession,
  confirmSecondFactor,
  listStaff,
  addStaff,
  setGrants,
  setSignInName,
  disableStaff,
  enableStaff,
  setPassword,
  renewSecondFactor,
  lookUpCards,
  revealCard,
  recordConsent,
  listConsents,
  getConsent,
  withdrawConsent,
  recordWithdrawal,
  listNotices,
  addNotice,
  invalidateCard,
  getInvalidation,
  listInvalidations,
  reconcileInvalidation,
  listBatches,
  getBatch,
  listBatchRows,
  checkBatch,
  approveBatch,
  runBatch,
  pauseBatch,
  resumeBatch,
  cancelBatch,
  getSettings,
  changeSettings,
  listConnections,
  listAuditEvents,
  verifyAuditLog,
} as const
/** Every operation of the desk by its id. */
export type DeskContract = typeof contract
