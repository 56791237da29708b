import {
  endOwnSession,
  endStaffSessions,
  getOwnFactors,
  listOwnSessions,
  listStaffSessions,
  setOwnPassword,
  setOwnTotp,
  startOwnTotp,
} from './account.ts'
import { getAuditEvent, getAuditStatus, getAuditVerification, listAuditEvents, verifyAuditLog } from './audit.ts'
import {
  approveBatch,
  cancelBatch,
  checkBatch,
  forecastBatch,
  getBatch,
  listBatches,
  listBatchRows,
  listBatchSteps,
  pauseBatch,
  rejectBatch,
  resumeBatch,
  runBatch,
  sampleBatchRows,
} from './batch-operations.ts'
import { listBrandStaff, listBrands } from './brand.ts'
import { getCard, listCards } from './card.ts'
import { confirmChange, listChanges, stopChange } from './changes.ts'
import { checkConnection, listConnections } from './connection.ts'
import { exportConsent, getConsent, listConsents, recordConsent, recordWithdrawal, withdrawConsent } from './consent.ts'
import { listConsentRequests, requestConsent, stopConsentRequest } from './consent-request.ts'
import { getInvalidation, invalidateCard, listInvalidations, previewInvalidation, reconcileInvalidation } from './invalidation.ts'
import { acceptInvitation, inviteStaff, listInvitations, openInvitation, renewStaff, stopInvitation } from './invitation.ts'
import { exportMember, findMember } from './member.ts'
import { addNotice, listNotices } from './notice.ts'
import {
  addOwnPasskey,
  confirmByPasskey,
  openPasskeySession,
  removeOwnPasskey,
  startOwnPasskey,
  startPasskeyConfirmation,
  startPasskeySignIn,
} from './passkey.ts'
import { getOpenApi } from './reference.ts'
import { rehearsalOperations } from './rehearsal.ts'
import { closeSession, confirmSecondFactor, getSession, openSession } from './session.ts'
import { changeDeskSettings, changeSettings, getDeskSettings, getSettings } from './setting-operations.ts'
import { disableStaff, enableStaff, listStaff, listStaffNames, setFullName, setGrants, setSignInName } from './staff.ts'
import { getToday } from './today.ts'
import { findUserCards, getUserCard, revealUserCard } from './user-card.ts'
import { confirmDemoSecondFactor, getWelcome, openDemoSession } from './welcome.ts'

/** Every operation of the desk by its id. Those whose body or answer is a file are in `files`. */
export const contract = {
  getWelcome,
  openDemoSession,
  confirmDemoSecondFactor,
  openInvitation,
  acceptInvitation,
  openSession,
  startPasskeySignIn,
  openPasskeySession,
  getSession,
  closeSession,
  confirmSecondFactor,
  startPasskeyConfirmation,
  confirmByPasskey,
  getOwnFactors,
  setOwnPassword,
  startOwnTotp,
  setOwnTotp,
  startOwnPasskey,
  addOwnPasskey,
  removeOwnPasskey,
  listOwnSessions,
  endOwnSession,
  listStaff,
  listStaffNames,
  listBrandStaff,
  inviteStaff,
  renewStaff,
  listInvitations,
  stopInvitation,
  setGrants,
  setFullName,
  setSignInName,
  disableStaff,
  enableStaff,
  listStaffSessions,
  endStaffSessions,
  getToday,
  listBrands,
  findUserCards,
  getUserCard,
  revealUserCard,
  listCards,
  getCard,
  recordConsent,
  listConsents,
  getConsent,
  exportConsent,
  withdrawConsent,
  recordWithdrawal,
  requestConsent,
  listConsentRequests,
  stopConsentRequest,
  findMember,
  exportMember,
  listNotices,
  addNotice,
  invalidateCard,
  previewInvalidation,
  getInvalidation,
  listInvalidations,
  reconcileInvalidation,
  listBatches,
  getBatch,
  listBatchRows,
  listBatchSteps,
  forecastBatch,
  checkBatch,
  sampleBatchRows,
  approveBatch,
  rejectBatch,
  runBatch,
  pauseBatch,
  resumeBatch,
  cancelBatch,
  getSettings,
  changeSettings,
  getDeskSettings,
  changeDeskSettings,
  listChanges,
  confirmChange,
  stopChange,
  listConnections,
  checkConnection,
  ...rehearsalOperations,
  getAuditStatus,
  listAuditEvents,
  verifyAuditLog,
  getAuditVerification,
  getAuditEvent,
  getOpenApi,
} as const
/** Every operation of the desk by its id. */
export type DeskContract = typeof contract
