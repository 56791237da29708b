import { join } from 'node:path'
import type { UserCard } from '@card-member/sdk'
import { writePrivate } from '@card-member/service/kept-file'
import { quoted } from './tenant.ts'

/** How many members `next-member.sh` can give out. */
export const waitingMembers = 60

/** Writes the members whose cards are good, and the script that takes the next of them: no two examples end the same card. */
export async function writeMembers(folder: string, members: readonly Pick<UserCard, 'user_card_code' | 'openid'>[]): Promise<void> {
  const list = join(folder, 'members.txt')
  const lines = members.map(({ user_card_code, openid }) => `${user_card_code} ${openid}\n`)
  writePrivate(list, lines.join(''))
  writePrivate(join(folder, 'next-member.sh'), takeNext(folder, list))
}

function takeNext(folder: string, list: string): string {
  const [from, rest] = [quoted(list), quoted(`${list}.rest`)]
  return `# Sets what demo.env sets, and CODE and OPENID: those of the next member whose card is still good.
. ${quoted(join(folder, 'demo.env'))}
if read -r CODE OPENID < ${from}; then
  export CODE OPENID
  sed 1d ${from} > ${rest}
  mv ${rest} ${from}
else
  unset CODE OPENID
  echo 'No fresh member is left. Stop the demo with Ctrl-C and start it again: it comes with ${waitingMembers} more.' >&2
  echo '会员已用完。请按 Ctrl-C 停止演示后重新启动，会再带来 ${waitingMembers} 位会员。' >&2
  false
fi
`
}
