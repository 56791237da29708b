import { text } from '@card-member/sdk/contract'

/** Errors about rehearsals. */
export const rehearsalErrors = {
  connection_not_sandbox: {
    status: 409,
    message: text({
      zh: '该连接通向真实平台，不能用于演练；演练只能使用连接文件中标记为 "sandbox": true 的连接',
      en: 'The connection leads to a real platform: rehearse on one that is marked "sandbox": true in the connections file',
    }),
  },
  sandbox_token_missing: {
    status: 409,
    message: text({
      zh: '服务台没有该沙箱的令牌；请管理员在连接文件中为该连接填写 sandbox_token_file，即沙箱数据目录中的 sandbox.token',
      en: 'The desk has no token for this sandbox: an administrator adds sandbox_token_file to the connection, which is sandbox.token in the data folder of the sandbox',
    }),
  },
  sandbox_token_wrong: {
    status: 502,
    message: text({
      zh: '沙箱不接受服务台的令牌；请管理员检查连接文件中的 sandbox_token_file',
      en: 'The sandbox rejects the token of the desk: an administrator checks sandbox_token_file in the connections file',
    }),
  },
  sandbox_unreachable: {
    status: 502,
    message: text({
      zh: '无法连接沙箱的控制接口；请确认平台正在运行，且以 --sandbox 启动',
      en: 'The controls of the sandbox cannot be reached: check that the platform runs, with --sandbox',
    }),
  },
  sandbox_refused: {
    status: 409,
    message: text({ zh: '沙箱没有执行该操作', en: 'The sandbox did not do this' }),
  },
  sandbox_member_has_card: {
    status: 409,
    message: text({ zh: '该会员已领过此卡；请换一个 OpenID', en: 'This member has this card already: use another OpenID' }),
  },
  sandbox_card_unknown: {
    status: 404,
    message: text({ zh: '沙箱中没有这张会员卡', en: 'The sandbox has no such card' }),
  },
  sandbox_card_ended: {
    status: 409,
    message: text({ zh: '会员卡已失效，不能再操作', en: 'The card has ended: nothing more can be done with it' }),
  },
} as const
