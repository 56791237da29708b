import type { Handlers } from '@card-member/service'
import type { DeskContract } from '../contract/contract.ts'
import type { DeskFiles } from '../contract/files.ts'
import type { Desk } from '../desk.ts'
import { accountHandlers } from './account-handlers.ts'
import { auditHandlers } from './audit-handlers.ts'
import { batchHandlers } from './batch-handlers.ts'
import { cardHandlers } from './card-handlers.ts'
import { changeHandlers } from './change-handlers.ts'
import { connectionHandlers } from './connection-handlers.ts'
import type { Cookie } from './cookie.ts'
import type { DeskCaller } from './edge.ts'
import { fileHandlers } from './file-handlers.ts'
import { staffHandlers } from './staff-handlers.ts'
import { welcomeHandlers } from './welcome-handlers.ts'

/** A handler for each operation. @param cookie the one of a session */
export function handlersOf(desk: Desk, cookie: Cookie): Handlers<DeskContract & DeskFiles, DeskCaller> {
  return {
    ...welcomeHandlers(desk, cookie),
    ...staffHandlers(desk, cookie),
    ...accountHandlers(desk),
    ...cardHandlers(desk),
    ...connectionHandlers(desk),
    ...batchHandlers(desk),
    ...auditHandlers(desk),
    ...changeHandlers(desk),
    ...fileHandlers(desk),
  }
}
