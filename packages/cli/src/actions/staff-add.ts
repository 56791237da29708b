import { dirname } from 'node:path'
import { machineOperator } from '@card-member/desk'
import { makePrivateFolder } from '@card-member/service/kept-file'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { deskOptionWords } from '../words/desk-options.ts'
import { staffWords as words } from '../words/staff.ts'
import { askNewPassword, type DeskFlags, deskOptionsOf, passwordFrom, sqliteFile } from './desk-flags.ts'
import { explainErrors, openDeskFor } from './desk-session.ts'
import { grantsOf, type RoleFlags } from './staff.ts'

/** Options of `card-member desk staff add`. */
export interface AddStaffFlags extends DeskFlags, RoleFlags {
  readonly fullName?: string
  readonly signInName?: string
  readonly passwordFile?: string
  readonly json?: true
}

/** Adds a staff member without a sign-in: write access to the database is enough. */
export async function runAddStaff(name: string, flags: AddStaffFlags, terminal: Terminal): Promise<number> {
  const { passwordFile, fullName: full_name, signInName: sign_in_name, json } = flags
  const grants = grantsOf(flags)
  const file = sqliteFile(flags.database)
  if (passwordFile === undefined && !terminal.canAsk('err'))
    throw new CommandFailure(deskOptionWords.cannotAsk('--password-file FILE'), exit.usage)
  const password = passwordFile === undefined ? await askNewPassword(name, terminal) : await passwordFrom(passwordFile)
  if (file !== undefined) makePrivateFolder(dirname(file))
  return explainErrors(async () => {
    await using desk = await openDeskFor(deskOptionsOf(flags))
    const { staff_id, otpauth_uri } = await desk.staff.add(machineOperator, { name, full_name, password, sign_in_name, grants })
    if (json) terminal.write(JSON.stringify({ staff_id, name, otpauth_uri }))
    else {
      terminal.say(words.added(name), 'err')
      terminal.write(otpauth_uri)
    }
    return exit.done
  })
}
