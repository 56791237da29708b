import { text } from '@card-member/sdk/contract'

/** Errors about staff: signing in, second factors, permissions, accounts. */
export const staffErrors = {
  not_signed_in: { status: 401, message: text({ zh: '请先登录', en: 'Sign in first' }) },
  sign_in_wrong: { status: 401, message: text({ zh: '用户名、密码或动态验证码不正确', en: 'Name, password or second factor is wrong' }) },
  sign_in_locked: {
    status: 429,
    message: text({ zh: '登录失败次数过多，已暂时锁定，请到时再试', en: 'Too many failed sign-ins: locked for a while, try again then' }),
  },
  oidc_state_unknown: {
    status: 400,
    message: text({
      zh: '此登录不是从该浏览器发起的，或已用过；请从登录入口重新登录',
      en: 'This sign-in was not started in this browser, or was used already: start again',
    }),
  },
  oidc_state_expired: {
    status: 400,
    message: text({ zh: '登录超过15分钟未完成，请重新登录', en: 'The sign-in took longer than 15 minutes: start again' }),
  },
  oidc_denied: {
    status: 403,
    message: text({
      zh: '身份系统未允许登录；请重新登录，或请身份系统管理员为您开通服务台',
      en: 'The identity provider denied the sign-in: start again, or ask its administrator for access to the desk',
    }),
  },
  oidc_code_refused: {
    status: 400,
    message: text({
      zh: '身份系统不接受此登录代码（已用过或已过期），请重新登录',
      en: 'The identity provider rejected the code of this sign-in, because it was used or has expired: start again',
    }),
  },
  oidc_staff_unknown: {
    status: 403,
    message: text({
      zh: '身份系统中的此账号不能登录服务台；请管理员核对您的单点登录名',
      en: 'This account of the identity provider may not sign in to the desk: ask an administrator to check your sign-in name',
    }),
  },
  oidc_token_refused: {
    status: 502,
    message: text({
      zh: '身份系统的应答未通过校验，未登录；请管理员查看服务台日志',
      en: "The identity provider's answer did not pass the checks, so the sign-in failed: an administrator finds the reason in the desk's log",
    }),
  },
  oidc_provider_failed: {
    status: 502,
    message: text({
      zh: '身份系统的应答无法使用；请管理员查看服务台日志',
      en: "The identity provider gave no usable answer: an administrator finds the reason in the desk's log",
    }),
  },
  oidc_method_unsupported: {
    status: 502,
    message: text({
      zh: '身份系统不接受 client_secret_basic 与 client_secret_post；请管理员为服务台登记其中一种',
      en: 'The identity provider accepts neither client_secret_basic nor client_secret_post: an administrator registers the desk with one of them',
    }),
  },
  oidc_unavailable: {
    status: 503,
    message: text({
      zh: '身份系统没有应答或暂不可用；请稍后再试，或用密码登录',
      en: 'The identity provider does not answer or is unavailable: try again later, or sign in with your password',
    }),
  },
  second_factor_needed: {
    status: 403,
    message: text({
      zh: '请重新验证第二因素（动态验证码或通行密钥，5分钟内有效），再执行此操作',
      en: 'Give your second factor again before this step, a code or a passkey; it counts for 5 minutes',
    }),
  },
  second_factor_wrong: { status: 403, message: text({ zh: '动态验证码不正确', en: 'The code of the second factor is wrong' }) },
  totp_used: {
    status: 403,
    message: text({
      zh: '此动态验证码已使用过；请等待下一个。脚本请先用 desk sign-in 登录一次',
      en: 'This code was used already: wait for the next one. Scripts sign in once, by desk sign-in',
    }),
  },
  passkey_wrong: {
    status: 403,
    message: text({
      zh: '通行密钥未通过验证；请重试，或改用其他登录方式',
      en: 'The passkey was not accepted: try again, or sign in another way',
    }),
  },
  passkey_unavailable: {
    status: 409,
    message: text({
      zh: '此地址不能使用通行密钥：须为https域名，或本机的http://localhost（127.0.0.1等IP地址不行）；请用--public-url设置域名',
      en: 'Passkeys do not work at this address: it must be a host name over https, or http://localhost on this machine, and never an IP address such as 127.0.0.1. Set the host name by --public-url',
    }),
  },
  passkey_unknown: { status: 404, message: text({ zh: '没有此通行密钥，或已删除', en: 'There is no such passkey, or it was removed' }) },
  last_factor: {
    status: 409,
    message: text({
      zh: '这是最后一种完整的登录方式，不能删除；请先新增通行密钥，或设置密码与验证器',
      en: 'This is the last way by which you sign in: add another passkey first, or set a password and an authenticator',
    }),
  },
  factors_missing: {
    status: 400,
    message: text({
      zh: '请设置密码并输入验证器的第一个验证码，或新增通行密钥',
      en: 'Set a password and give the first code of an authenticator, or add a passkey',
    }),
  },
  password_wrong: { status: 403, message: text({ zh: '当前密码不正确', en: 'The current password is wrong' }) },
  session_unknown: { status: 404, message: text({ zh: '没有此会话，或已结束', en: 'There is no such session, or it has ended' }) },
  not_permitted: { status: 403, message: text({ zh: '没有该品牌下此操作的权限', en: 'You are not permitted to do this for this brand' }) },
  foreign_origin: { status: 403, message: text({ zh: '请求来自其他站点', en: 'The request comes from a page of another site' }) },
  staff_unknown: { status: 404, message: text({ zh: '没有该员工', en: 'There is no such staff member' }) },
  staff_exists: { status: 409, message: text({ zh: '该用户名或单点登录名已被使用', en: 'The name or the sign-in name is taken' }) },
  sign_in_name_taken: {
    status: 409,
    message: text({ zh: '该单点登录名已属于另一员工', en: 'The sign-in name belongs to another staff member' }),
  },
  password_weak: {
    status: 400,
    message: text({
      zh: '密码须为12到1024个字符，且不得与用户名相同',
      en: 'The password must have 12 to 1024 characters and must differ from the name',
    }),
  },
  invitation_over: {
    status: 404,
    message: text({ zh: '此链接无效；请管理员重新邀请', en: 'This link does not work: ask an administrator for another invitation' }),
  },
  join_code_wrong: {
    status: 403,
    message: text({
      zh: '加入码不正确；请向确认此邀请的管理员索取',
      en: 'The join code is wrong: the administrator who confirmed the invitation has it',
    }),
  },
  invitation_exists: {
    status: 409,
    message: text({
      zh: '该用户名已有一份未使用的邀请；请先停止它',
      en: 'An invitation for this name is not used yet: stop it first',
    }),
  },
  invitation_unknown: {
    status: 404,
    message: text({ zh: '没有此邀请，或已使用、已停止', en: 'There is no such invitation, or it was used or stopped' }),
  },
  own_account: {
    status: 403,
    message: text({
      zh: '不能对自己的账号执行此操作；请另一位管理员执行',
      en: 'Nobody does this to their own account: ask another administrator',
    }),
  },
  last_administrator: {
    status: 409,
    message: text({
      zh: '这是最后一位管理员；请先邀请另一位管理员',
      en: 'This is the last administrator: invite another one first',
    }),
  },
  demo_off: {
    status: 403,
    message: text({
      zh: '此服务台不是本机演示，或此人不是演示人员；请正常登录',
      en: 'This desk is no demo on this machine, or this is nobody of the demo: sign in as usual',
    }),
  },
  staff_malformed: {
    status: 400,
    message: text({
      zh: '用户名须为1到64个字母（含中文）、数字或._-；姓名须为1到64个字符，单点登录名须为1到254个字符，首尾无空格，且不含看不见的字符',
      en: 'A name is 1 to 64 letters, digits or . _ - and a full name 1 to 64 and a sign-in name 1 to 254 characters that can be seen, without spaces at the ends',
    }),
  },
} as const
