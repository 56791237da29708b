import { formatTime } from '@card-member/sdk/contract'
import type { Invitation } from '../staff/invitations.ts'
import type { Reply } from './reply.ts'

/** An invitation as the API shows it. */
export function viewInvitation({
  full_name,
  create_time,
  expire_time,
  grants,
  ...invitation
}: Invitation): Reply<'listInvitations'>['data'][number] {
  return {
    ...invitation,
    ...(full_name === null ? {} : { full_name }),
    grants: grants.map((grant) => ({ ...grant })),
    create_time: formatTime(create_time),
    ...(expire_time === undefined ? {} : { expire_time: formatTime(expire_time) }),
  }
}
