import type { ReplyOf } from '../../api/types.ts'

/** A member of staff, as administrators see them. */
export type StaffMember = ReplyOf<'listStaff'>['data'][number]

const isAdministrator = ({ disabled, grants }: StaffMember): boolean =>
  !disabled && grants.some(({ brand_id, role }) => brand_id === '*' && role === 'admin')

/** Whether a member of staff is the only one who administers the desk: the desk refuses what would leave it without any. */
export function isLastAdministrator(member: StaffMember, all: readonly StaffMember[]): boolean {
  return isAdministrator(member) && !all.some((other) => other.staff_id !== member.staff_id && isAdministrator(other))
}
