import { text } from '@card-member/sdk/contract'

/** Errors about the audit log. */
export const auditErrors = {
  event_unknown: {
    status: 404,
    message: text({
      zh: '没有该事件，或已被清除；编号的格式为 1004/17 或 desk/17',
      en: 'There is no such event, or it was purged; an id looks like 1004/17 or desk/17',
    }),
  },
} as const
