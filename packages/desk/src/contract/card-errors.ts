import { text } from '@card-member/sdk/contract'

/** Errors about one card: its connection, its consent, its invalidation. */
export const cardErrors = {
  single_limit: {
    status: 409,
    message: text({
      zh: '今日单张作废的张数已达上限，请制作批次',
      en: 'You have ended as many single cards as one person may today: prepare a batch',
    }),
  },
  consent_own: {
    status: 403,
    message: text({
      zh: '该品牌要求：登记同意的人不能作废该卡，请另一名员工操作',
      en: 'In this brand whoever recorded a consent does not end the card: another staff member does',
    }),
  },
  evidence_needed: {
    status: 409,
    message: text({
      zh: '该渠道的同意须附凭据文件',
      en: 'Consents of this channel need a file as evidence',
    }),
  },
  connection_unknown: { status: 404, message: text({ zh: '没有该名称的连接', en: 'There is no connection of that name' }) },
  connection_other_brand: {
    status: 403,
    message: text({ zh: '该连接不用于此品牌；请使用该品牌的连接', en: 'The connection does not serve this brand: name one that does' }),
  },
  connection_missing: {
    status: 404,
    message: text({
      zh: '没有用于此品牌的连接；请管理员在连接文件中为某个连接的 brands 加上该品牌',
      en: 'No connection serves this brand: an administrator adds the brand to the brands of one in the connections file',
    }),
  },
  connection_ambiguous: {
    status: 400,
    message: text({ zh: '用于此品牌的连接不止一个，请写明其中之一', en: 'More than one connection serves this brand: name one of them' }),
  },
  connection_changed: {
    status: 409,
    message: text({
      zh: '批次所用的连接已不存在，或其品牌、商户号、平台地址、沙箱标记已变更；请恢复连接文件，或取消批次后重新制作',
      en: 'The connection of the batch is gone, or its brands, merchant number, address or sandbox mark have changed: put the connections file back, or cancel the batch and prepare it again',
    }),
  },
  clock_wrong: {
    status: 503,
    message: text({
      zh: '本机时钟与数据库时钟相差超过60秒，平台会拒绝以错误时间签名的请求；请校准本机时钟后重试',
      en: 'The clock of this machine and that of the database differ by more than 60 s, and a platform rejects requests with a wrong timestamp: correct the clock, then try again',
    }),
  },
  reason_wrong: {
    status: 400,
    message: text({
      zh: '失效原因须为 1 到 32 个字符，且不含表情等 4 字节字符',
      en: 'The reason must have 1 to 32 characters, and no character of 4 bytes such as an emoji',
    }),
  },
  character_hidden: {
    status: 400,
    message: text({
      zh: '会员看到的文字中含有看不见的字符，请删去后重新输入',
      en: 'A text that members read contains an invisible character: remove it',
    }),
  },
  last_four_wrong: {
    status: 400,
    message: text({ zh: '重新输入的后四位与会员卡code不一致', en: 'The last four characters do not match the code of the card' }),
  },
  consent_unknown: { status: 404, message: text({ zh: '没有该同意记录', en: 'There is no such consent' }) },
  consent_needed: {
    status: 409,
    message: text({ zh: '没有该会员对作废此卡的有效同意', en: 'There is no valid consent of this member for this card' }),
  },
  consent_withdrawn: { status: 409, message: text({ zh: '该同意已撤回', en: 'The consent was withdrawn' }) },
  agreed_before_withdrawal: {
    status: 409,
    message: text({
      zh: '该会员已撤回对此卡的同意；只有撤回之后重新取得的同意才能登记',
      en: 'This member took back their consent for this card: only a consent given after that can be recorded',
    }),
  },
  consents_withdrawn: {
    status: 409,
    message: text({
      zh: '检查之后有会员撤回了同意；请重新检查批次',
      en: 'Members withdrew their consent after the check: check the batch again',
    }),
  },
  consent_open: {
    status: 409,
    message: text({
      zh: '该卡已有一条未使用的同意；要以新的同意取代它，请加 --supersede（接口为 "supersede": true）',
      en: 'The card has an open consent: set supersede (in commands --supersede) to replace it',
    }),
  },
  consent_superseded: {
    status: 409,
    message: text({ zh: '该同意已被同一张卡更新的同意取代', en: 'A newer consent for the card replaced this one' }),
  },
  consent_used: { status: 409, message: text({ zh: '该同意已使用过', en: 'The consent was used already' }) },
  consent_expired: { status: 409, message: text({ zh: '该同意已过有效期', en: 'The consent has expired' }) },
  consent_times: {
    status: 400,
    message: text({
      zh: '告知时间须不晚于同意时间，同意时间须不晚于现在',
      en: 'told_at must not be after agreed_at, and agreed_at must not be in the future',
    }),
  },
  notice_unknown: { status: 404, message: text({ zh: '没有该版本的告知文本', en: 'There is no such version of the notice' }) },
  notice_incomplete: {
    status: 409,
    message: text({
      zh: '告知文本未写明由谁负责；请管理员新增一个写明品牌名称与联系方式的版本',
      en: 'The notice does not say who is responsible: an administrator adds a version with brand_name and brand_contact',
    }),
  },
  consent_request_unknown: { status: 404, message: text({ zh: '没有该同意请求', en: 'There is no such request for consent' }) },
  consent_request_answered: {
    status: 409,
    message: text({ zh: '会员已答复该请求，不能再停用', en: 'The member has answered the request: it cannot be stopped' }),
  },
  evidence_unknown: { status: 404, message: text({ zh: '没有该凭据文件', en: 'There is no such evidence file' }) },
  evidence_many: { status: 400, message: text({ zh: '一条同意的凭据文件过多', en: 'A consent has too many evidence files' }) },
  evidence_kind: { status: 400, message: text({ zh: '凭据须为PDF、JPEG或PNG文件', en: 'Evidence must be a PDF, JPEG or PNG file' }) },
  evidence_large: { status: 413, message: text({ zh: '凭据文件不得超过10MB', en: 'Evidence must not be larger than 10 MB' }) },
  card_busy: {
    status: 409,
    message: text({
      zh: '该会员卡的另一次作废正在进行，或结果未知',
      en: 'Another invalidation of this card is in progress, or its outcome is unknown',
    }),
  },
  card_done: { status: 409, message: text({ zh: '该会员卡已由本服务台作废', en: 'This desk has already invalidated the card' }) },
  daily_cap: { status: 409, message: text({ zh: '已达该品牌的每日上限', en: 'The daily limit of the brand is reached' }) },
  hours_closed: { status: 409, message: text({ zh: '当前不在允许作废的时段', en: 'Invalidations are not allowed at this hour' }) },
  invalidation_unknown: { status: 404, message: text({ zh: '没有该作废记录', en: 'There is no such invalidation' }) },
  openid_needed: {
    status: 400,
    message: text({
      zh: '平台只能按 OpenID 查询，而本服务台没有该卡号的 OpenID；请提供 OpenID',
      en: 'The platform finds cards by OpenID, and this desk has none for this code: give the OpenID',
    }),
  },
  card_ref_wrong: {
    status: 404,
    message: text({
      zh: '没有该地址的会员卡；请重新查询会员卡',
      en: 'There is no card at this address: find the card again',
    }),
  },
  template_unknown: { status: 404, message: text({ zh: '没有该会员卡模板', en: 'There is no such template' }) },
  platform_failed: { status: 502, message: text({ zh: '平台未给出可用的应答', en: 'The platform gave no answer that can be used' }) },
} as const
