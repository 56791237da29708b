import { type ErrorDefinition, type FaultDetail, Refusal, text } from '@card-member/sdk/contract'

const kind = (status: number, code: string, zh: string, en: string): ErrorDefinition => ({
  status,
  code,
  message: text({ zh, en }),
  result: 1,
})

/** Every refusal of the desk: status, code and words in one table. */
export const refusals = {
  not_signed_in: kind(401, 'NOT_SIGNED_IN', '请先登录', 'Sign in first'),
  sign_in_wrong: kind(401, 'SIGN_IN_WRONG', '用户名、密码或动态验证码不正确', 'Name, password or second factor is wrong'),
  sign_in_locked: kind(429, 'SIGN_IN_LOCKED', '登录失败次数过多，请稍后再试', 'Too many failed sign-ins; wait and try again'),
  oidc_state_unknown: kind(
    400,
    'OIDC_STATE_UNKNOWN',
    '此登录不是从该浏览器发起的，或已用过；请从登录入口重新登录',
    'This sign-in was not started in this browser, or was used already: start again',
  ),
  oidc_state_expired: kind(
    400,
    'OIDC_STATE_EXPIRED',
    '登录超过15分钟未完成，请重新登录',
    'The sign-in took longer than 15 minutes: start again',
  ),
  oidc_denied: kind(
    403,
    'OIDC_DENIED',
    '身份系统未允许登录；请重新登录，或请身份系统管理员为您开通服务台',
    'The identity provider denied the sign-in: start again, or ask its administrator for access to the desk',
  ),
  oidc_code_refused: kind(
    400,
    'OIDC_CODE_REFUSED',
    '身份系统不接受此登录代码（已用过或已过期），请重新登录',
    'The identity provider refused the code of this sign-in, which was used or has expired: start again',
  ),
  oidc_staff_unknown: kind(
    403,
    'OIDC_STAFF_UNKNOWN',
    '身份系统中的此账号不能登录服务台；请管理员核对您的单点登录名',
    'This account of the identity provider may not sign in to the desk: ask an administrator to check your sign-in name',
  ),
  oidc_token_refused: kind(
    502,
    'OIDC_TOKEN_REFUSED',
    '身份系统的应答未通过校验，未登录；请管理员查看服务台日志',
    "The identity provider's answer did not pass the checks, so nobody was signed in: an administrator finds the reason in the desk's log",
  ),
  oidc_provider_failed: kind(
    502,
    'OIDC_PROVIDER_FAILED',
    '身份系统的应答无法使用；请管理员查看服务台日志',
    "The identity provider gave no answer that can be used: an administrator finds the reason in the desk's log",
  ),
  oidc_method_unsupported: kind(
    502,
    'OIDC_METHOD_UNSUPPORTED',
    '身份系统不接受 client_secret_basic 与 client_secret_post；请管理员为服务台登记其中一种',
    'The identity provider accepts neither client_secret_basic nor client_secret_post: an administrator registers the desk with one of them',
  ),
  oidc_unavailable: kind(
    503,
    'OIDC_UNAVAILABLE',
    '身份系统没有应答或暂不可用；请稍后再试，或用密码登录',
    'The identity provider does not answer or is unavailable: try again later, or sign in with your password',
  ),
  second_factor_needed: kind(
    403,
    'SECOND_FACTOR_NEEDED',
    '该操作不可撤销，请重新输入动态验证码（5分钟内有效）',
    'This cannot be undone: give a code of your second factor again; it holds for 5 minutes',
  ),
  second_factor_wrong: kind(403, 'SECOND_FACTOR_WRONG', '动态验证码不正确', 'The code of the second factor is wrong'),
  not_permitted: kind(403, 'NOT_PERMITTED', '没有该品牌下此操作的权限', 'You are not permitted to do this for this brand'),
  foreign_origin: kind(403, 'FOREIGN_ORIGIN', '请求来自其他站点', 'The request comes from another site'),
  staff_unknown: kind(404, 'STAFF_UNKNOWN', '没有该人员', 'There is no such person'),
  staff_exists: kind(409, 'STAFF_EXISTS', '该用户名或单点登录名已被使用', 'The name or the sign-in name is taken'),
  sign_in_name_taken: kind(409, 'SIGN_IN_NAME_TAKEN', '该单点登录名已属于另一人员', 'The sign-in name belongs to somebody else'),
  password_weak: kind(
    400,
    'PASSWORD_WEAK',
    '密码须为12到1024个字符，且不得与用户名相同',
    'The password needs 12 to 1024 characters and must not be the name',
  ),
  set_up_over: kind(409, 'SET_UP_OVER', '初始化链接已失效', 'The set-up link is used or over'),
  staff_malformed: kind(
    400,
    'STAFF_MALFORMED',
    '用户名须为1到64个字母（含中文）、数字或._-；单点登录名须为1到254个字符，首尾无空格，且不含看不见的字符',
    'A name is 1 to 64 letters, digits or . _ - and a sign-in name 1 to 254 characters that can be seen, without spaces at its ends',
  ),
  connection_unknown: kind(404, 'CONNECTION_UNKNOWN', '没有该名称的连接', 'There is no connection of that name'),
  connection_other_brand: kind(
    403,
    'CONNECTION_OTHER_BRAND',
    '该连接不用于此品牌；请使用该品牌的连接',
    'The connection does not serve this brand: name one that does',
  ),
  connection_missing: kind(
    404,
    'CONNECTION_MISSING',
    '没有用于此品牌的连接；请管理员在连接文件中为某个连接的 brands 加上该品牌',
    'No connection serves this brand: an administrator adds the brand to the brands of one in the connections file',
  ),
  connection_ambiguous: kind(
    400,
    'CONNECTION_AMBIGUOUS',
    '用于此品牌的连接不止一个，请写明其中之一',
    'More than one connection serves this brand: name one of them',
  ),
  connection_changed: kind(
    409,
    'CONNECTION_CHANGED',
    '批次所用的连接已不存在，或其品牌、商户号、平台地址、沙箱标记已变更；请恢复连接文件，或取消批次后重新制作',
    'The connection of the batch is gone, or its brands, merchant number, address or sandbox mark have changed: put the connections file back, or cancel the batch and prepare it again',
  ),
  clock_wrong: kind(
    503,
    'CLOCK_WRONG',
    '本机时钟与数据库时钟相差超过60秒，平台会拒绝以错误时间签名的请求；请校准本机时钟后重试',
    'The clock of this machine and that of the database differ by more than 60 s, and a platform refuses what is signed at a wrong time: set the clock right, then try again',
  ),
  reason_wrong: kind(
    400,
    'REASON_WRONG',
    '失效原因须为1到32个字，且不含表情等4字节字符',
    'The reason needs 1 to 32 characters and none of 4 bytes, such as an emoji',
  ),
  character_hidden: kind(
    400,
    'CHARACTER_HIDDEN',
    '会员看到的文字中含有看不见的字符，请删去后重新输入',
    'A text that members read holds a character that nobody sees; remove it',
  ),
  last_four_wrong: kind(
    400,
    'LAST_FOUR_WRONG',
    '重新输入的后四位与会员卡code不一致',
    'The last four characters do not match the code of the card',
  ),
  consent_unknown: kind(404, 'CONSENT_UNKNOWN', '没有该同意记录', 'There is no such consent'),
  consent_needed: kind(409, 'CONSENT_NEEDED', '没有该会员对作废此卡的有效同意', 'There is no valid consent of this member for this card'),
  consent_withdrawn: kind(409, 'CONSENT_WITHDRAWN', '该同意已撤回', 'The consent was withdrawn'),
  agreed_before_withdrawal: kind(
    409,
    'AGREED_BEFORE_WITHDRAWAL',
    '该会员已撤回对此卡的同意；只有撤回之后重新取得的同意才能登记',
    'This member took back their consent for this card: only a consent given after that can be recorded',
  ),
  consents_withdrawn: kind(
    409,
    'CONSENTS_WITHDRAWN',
    '检查之后有会员撤回了同意；请重新检查批次',
    'Members took back their consent after the check: check the batch again',
  ),
  consent_used: kind(409, 'CONSENT_USED', '该同意已使用过', 'The consent was used already'),
  consent_expired: kind(409, 'CONSENT_EXPIRED', '该同意已过有效期', 'The consent has expired'),
  consent_times: kind(
    400,
    'CONSENT_TIMES',
    '告知时间须不晚于同意时间，同意时间须不晚于现在',
    'The member must have been told before they agreed, and have agreed before now',
  ),
  notice_unknown: kind(404, 'NOTICE_UNKNOWN', '没有该版本的告知文本', 'There is no such version of the notice'),
  evidence_unknown: kind(404, 'EVIDENCE_UNKNOWN', '没有该凭据文件', 'There is no such evidence file'),
  evidence_kind: kind(400, 'EVIDENCE_KIND', '凭据须为PDF、JPEG或PNG文件', 'Evidence must be a PDF, JPEG or PNG file'),
  evidence_large: kind(413, 'EVIDENCE_LARGE', '凭据文件不得超过10MB', 'Evidence must not be larger than 10 MB'),
  card_busy: kind(
    409,
    'CARD_BUSY',
    '该会员卡的作废请求正在处理或结果未知',
    'An invalidation of this card is under way, or its outcome is not known yet',
  ),
  card_done: kind(409, 'CARD_DONE', '该会员卡已由本系统作废', 'This card has been invalidated from here already'),
  daily_cap: kind(409, 'DAILY_CAP', '已达该品牌当日作废上限', "The brand's calls for today are used up"),
  hours_closed: kind(409, 'HOURS_CLOSED', '当前不在允许作废的时段', 'This is outside the allowed hours'),
  invalidation_unknown: kind(404, 'INVALIDATION_UNKNOWN', '没有该作废记录', 'There is no such record'),
  openid_needed: kind(
    400,
    'OPENID_NEEDED',
    '平台只能按OpenID查询；本系统没有该code的OpenID',
    'The platform finds cards by OpenID, and none is known here for this code',
  ),
  platform_failed: kind(502, 'PLATFORM_FAILED', '平台未给出可用的应答', 'The platform gave no answer that can be used'),
  batch_unknown: kind(404, 'BATCH_UNKNOWN', '没有该批次', 'There is no such batch'),
  batch_state: kind(409, 'BATCH_STATE', '批次当前状态不允许该操作', 'The state of the batch does not allow this'),
  batch_file: kind(400, 'BATCH_FILE', '批次文件无法使用', 'The file cannot be used as a batch'),
  batch_file_again: kind(
    409,
    'BATCH_FILE_AGAIN',
    '相同的文件已上传过；如确需再次上传，请说明原因',
    'The same file was uploaded before; to take it again, force it with a reason',
  ),
  approver_is_author: kind(
    403,
    'APPROVER_IS_AUTHOR',
    '批次须由制作人以外的人审批',
    'A batch must be approved by someone other than its author',
  ),
  count_wrong: kind(400, 'COUNT_WRONG', '输入的张数与计划不一致', 'The number of cards does not match the plan'),
  plan_changed: kind(409, 'PLAN_CHANGED', '计划已变更，须重新审批', 'The plan has changed since; it needs a new approval'),
  rehearsal_needed: kind(
    409,
    'REHEARSAL_NEEDED',
    '该品牌要求先演练：计划中的每张卡都须先在沙箱连接上作废成功',
    'This brand wants a rehearsal: every card of the plan must first have been ended on a sandbox connection',
  ),
  card_unknown: kind(404, 'CARD_UNKNOWN', '没有该会员卡', 'There is no such card'),
  setting_wrong: kind(400, 'SETTING_WRONG', '设置的值无效', 'The value of a setting is wrong'),
  reason_missing: kind(400, 'REASON_MISSING', '请说明原因', 'Give a reason'),
} as const satisfies Record<string, ErrorDefinition>

/** Name of a row of the table. */
export type RefusalName = keyof typeof refusals

/** A refusal of the desk, by its name in the table. */
export class DeskRefusal extends Refusal {
  override readonly name = 'DeskRefusal'
  readonly refusal: RefusalName

  constructor(refusal: RefusalName, detail?: FaultDetail) {
    super(refusals[refusal], detail)
    this.refusal = refusal
  }
}
