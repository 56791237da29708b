import { Type, text } from '@card-member/sdk/contract'
import { PendingChange } from './changes.ts'
import { BrandId, Totp } from './field.ts'
import { deskOperation } from './operation.ts'
import { DeskSettings, Settings } from './settings.ts'

export const getSettings = deskOperation({
  id: 'getSettings',
  method: 'GET',
  path: '/api/brands/{brand_id}/settings',
  query: [],
  summary: text({ zh: '查询品牌设置', en: 'Get the settings of a brand' }),
  permission: ['look_up', 'administer'],
  input: Type.Object({ brand_id: BrandId }),
  reply: Settings,
})

// In a union of its own, so that a null means none here and not a field that is absent; a name that is no setting is refused.
const Change = Type.Union([Type.Partial(Settings, { additionalProperties: false, title: 'SettingsChange' })])
const DeskChange = Type.Union([Type.Partial(DeskSettings, { additionalProperties: false, title: 'DeskSettingsChange' })])
// What tightens is in force at once; what loosens waits as a change.
const pending = Type.Optional(PendingChange)

export const changeSettings = deskOperation({
  id: 'changeSettings',
  method: 'PATCH',
  path: '/api/brands/{brand_id}/settings',
  query: [],
  summary: text({ zh: '修改品牌设置', en: 'Change settings of a brand' }),
  permission: 'administer',
  input: Type.Object({ brand_id: BrandId, change: Change, totp: Type.Optional(Totp) }),
  reply: Type.Object({ settings: Settings, pending }),
})

export const getDeskSettings = deskOperation({
  id: 'getDeskSettings',
  method: 'GET',
  path: '/api/settings',
  query: [],
  summary: text({ zh: '查询服务台设置', en: 'Get the settings of the desk as a whole' }),
  permission: 'signed_in',
  input: Type.Object({}),
  reply: DeskSettings,
})

export const changeDeskSettings = deskOperation({
  id: 'changeDeskSettings',
  method: 'PATCH',
  path: '/api/settings',
  query: [],
  summary: text({ zh: '修改服务台设置', en: 'Change settings of the desk as a whole' }),
  permission: 'administer',
  input: Type.Object({ change: DeskChange, totp: Type.Optional(Totp) }),
  reply: Type.Object({ settings: DeskSettings, pending }),
})
