import { text } from '@card-member/sdk/contract'

/** Words of `card-member desk passkeys`. */
export const passkeyWords = {
  summary: text({
    zh: '查看或删除本人的通行密钥；新增须在浏览器中进行。',
    en: 'List or remove your own passkeys; a browser adds them.',
  }),
  list: text({ zh: '列出本人的通行密钥。', en: 'List your own passkeys.' }),
  remove: text({
    zh: '删除本人的一把通行密钥，例如设备丢失时；须保留足以登录的方式。',
    en: 'Remove one of your own passkeys, such as that of a lost device; what is left must be enough to sign in.',
  }),
  id: text({ zh: '通行密钥的 ID，见 card-member desk passkeys list', en: 'id of the passkey, see card-member desk passkeys list' }),
  none: text({ zh: '没有通行密钥。', en: 'There are no passkeys.' }),
  used: (created: string, last: string) => text({ zh: `新增于 ${created}，最近使用 ${last}`, en: `added ${created}, last used ${last}` }),
  unused: (created: string) => text({ zh: `新增于 ${created}，尚未使用`, en: `added ${created}, never used` }),
  removed: text({ zh: '通行密钥已删除。', en: 'The passkey is removed.' }),
} as const
