import { listEntries, verifyEntries } from './audit.ts'
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
import { addNotice, getConsent, listConsents, listNotices, recordConsent, recordWithdrawal, withdrawConsent } from './consent.ts'
import { getInvalidation, invalidateCard, listInvalidations, settleInvalidation } from './invalidation.ts'
import { addPerson, disablePerson, listPeople, renewSecondFactor, setGrants, setPassword, setSignInName } from './person.ts'
import { closeSession, confirmSecondFactor, getSession, openSession, setUp } from './session.ts'
import { changeSettings, getSettings, listConnections } from './setting-operations.ts'
import { lookUpCards, revealCard } from './user-card.ts'

/** Every operation of the desk by its id. Files go up and down beside it, see `files`. */
export const contract = {
  setUp,
  openSession,
  getSession,
  closeSession,
  confirmSecondFactor,
  listPeople,
  addPerson,
  setGrants,
  setSignInName,
  disablePerson,
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
  settleInvalidation,
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
  listEntries,
  verifyEntries,
} as const
/** Every operation of the desk by its id. */
export type DeskContract = typeof contract
