import { type FaultDetail, type FaultKind, Refusal } from '@card-member/sdk/contract'

const kind = (status: number, code: string, zh: string, en: string): FaultKind => ({ status, code, message: { 'zh-CN': zh, en }, result: 1 })

/** Every refusal of the desk: status, code and words in one table. */
export const refusals = {
  not_signed_in: kind(401, 'NOT_SIGNED_IN', '请先登录', 'Sign in first'),
  sign_in_wrong: kind(401, 'SIGN_IN_WRONG', '用户名、密码或动态验证码不正确', 'Name, password or second factor is wrong'),
  sign_in_locked: kind(429, 'SIGN_IN_LOCKED', '登录失败次数过多，请稍后再试', 'Too many failed sign-ins; wait and try again'),
  second_factor_needed: kind(
    403,
    'SECOND_FACTOR_NEEDED',
    '该操作不可撤销，请重新输入动态验证码（5分钟内有效）',
    'This cannot be undone: give a code of your second factor again; it holds for 5 minutes',
  ),
  second_factor_wrong: kind(403, 'SECOND_FACTOR_WRONG', '动态验证码不正确', 'The code of the second factor is wrong'),
  not_permitted: kind(403, 'NOT_PERMITTED', '没有该品牌下此操作的权限', 'You are not permitted to do this for this brand'),
  foreign_origin: kind(403, 'FOREIGN_ORIGIN', '请求来自其他站点', 'The request comes from another site'),
  person_unknown: kind(404, 'PERSON_UNKNOWN', '没有该人员', 'There is no such person'),
  person_exists: kind(409, 'PERSON_EXISTS', '该用户名已被使用', 'The name is taken'),
  password_weak: kind(400, 'PASSWORD_WEAK', '密码至少12个字符，且不得与用户名相同', 'The password needs at least 12 characters and must not be the name'),
  set_up_over: kind(409, 'SET_UP_OVER', '初始化链接已失效', 'The set-up link is used or over'),
} as const satisfies Record<string, FaultKind>

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
