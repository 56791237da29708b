import { text } from '@card-member/sdk/contract'

/** Errors about pending changes. */
export const changeErrors = {
  change_unknown: {
    status: 404,
    message: text({ zh: '没有该变更；可用“待确认的变更”查看', en: 'There is no such change: list those that are pending' }),
  },
  change_closed: {
    status: 409,
    message: text({ zh: '该变更已不在待确认状态', en: 'The change is not pending any more' }),
  },
  change_needs_another: {
    status: 403,
    message: text({
      zh: '变更须由另一位管理员确认：提出人及变更所涉及的员工不能确认',
      en: 'Another administrator confirms a change: neither who made it nor whom it concerns',
    }),
  },
} as const
