import { type Static, Type, text } from '@card-member/sdk/contract'
import { BrandId, Time } from './field.ts'
import { deskOperation } from './operation.ts'

/** Version of a notice. */
export const Version = Type.Integer({ minimum: 0, description: 'Version of the notice; version 0 is part of the desk.' })

const line = (maxLength: number, description: string) => Type.Optional(Type.String({ minLength: 1, maxLength, description }))

const details = {
  brand_name: line(64, 'Name of the brand, which is responsible for the data of its members.'),
  brand_contact: line(200, 'How a member reaches the brand: telephone, e-mail, address.'),
  provider_name: line(64, 'Name of the service provider that acts for the brand.'),
  provider_contact: line(200, 'How a member reaches the service provider.'),
  purpose_zh: line(500, 'Purpose, in Chinese. Default: that of version 0.'),
  purpose_en: line(500, 'Purpose, in English. Default: that of version 0.'),
  loss_zh: line(1000, 'What ends and is lost, in Chinese. Default: that of version 0.'),
  loss_en: line(1000, 'What ends and is lost, in English. Default: that of version 0.'),
  withdrawal_zh: line(500, 'How the consent can be withdrawn, in Chinese. Default: that of version 0.'),
  withdrawal_en: line(500, 'How the consent can be withdrawn, in English. Default: that of version 0.'),
}

/** What a notice says besides its text: who is responsible, for what purpose, what is lost, how to withdraw. */
export const NoticeDetails = Type.Object(details)
/** What a notice says besides its text. */
export type NoticeDetails = Static<typeof NoticeDetails>

/** A version of the text that members are shown. */
export const NoticeView = Type.Object(
  {
    version: Version,
    text_zh: Type.String(),
    text_en: Type.String(),
    text_sha256_zh: Type.String({ description: 'SHA-256 of `text_zh`, UTF-8.' }),
    text_sha256_en: Type.String({ description: 'SHA-256 of `text_en`, UTF-8.' }),
    ...details,
    create_time: Type.Optional(Time),
  },
  { title: 'Notice' },
)

export const listNotices = deskOperation({
  id: 'listNotices',
  method: 'GET',
  path: '/api/brands/{brand_id}/notices',
  query: [],
  summary: text({ zh: '查询告知文本的各版本', en: 'List the versions of the notice' }),
  permission: ['look_up', 'administer'],
  input: Type.Object({ brand_id: BrandId }),
  reply: Type.Object({ data: Type.Array(NoticeView) }),
})

export const addNotice = deskOperation({
  id: 'addNotice',
  method: 'POST',
  path: '/api/brands/{brand_id}/notices',
  query: [],
  summary: text({ zh: '新增告知文本的版本', en: 'Add a version of the notice' }),
  permission: 'administer',
  input: Type.Object({
    brand_id: BrandId,
    text_zh: Type.String({ minLength: 1, maxLength: 5000 }),
    text_en: Type.String({ minLength: 1, maxLength: 5000 }),
    ...details,
  }),
  reply: NoticeView,
})
