import type { Clock } from '@card-member/sdk/protocol'
import { enableChanges, signInNameChanges } from '../staff/account-changes.ts'
import type { ChangeHandlers } from '../staff/change-handler.ts'
import { grantChanges } from '../staff/grant-changes.ts'
import { invitationChanges } from '../staff/invitation-changes.ts'
import { deskSettingChanges, settingChanges } from './setting-changes.ts'

/** How each kind of pending change is applied. */
export function changeHandlers(clock: Clock): ChangeHandlers {
  return {
    grants: grantChanges(clock),
    invitation: invitationChanges(clock),
    sign_in_name: signInNameChanges(clock),
    enable: enableChanges(clock),
    settings: settingChanges(clock),
    desk_settings: deskSettingChanges(clock),
  }
}
