import type { DeskSettings, Settings } from '@card-member/desk/contract'
import type { zh } from '../../words/zh-CN/people.ts'

/** A value of a setting. */
export type SettingValue = Settings[keyof Settings] | DeskSettings[keyof DeskSettings]
/** The name of a setting. */
export type SettingName = keyof Settings | keyof DeskSettings
type Unit = keyof typeof zh.settings.units

/** How a setting is changed. */
export type SettingKind = 'number' | 'number_or_none' | 'switch' | 'hours' | 'channels' | 'address'

/** A setting as the page shows it. */
export interface SettingField {
  readonly name: SettingName
  readonly group: keyof typeof zh.settings.groups
  readonly kind: SettingKind
  readonly unit?: Unit
  /** Of a number. */
  readonly least?: number
  readonly most?: number
}

/** The settings of a brand, in the order of the page. */
export const brandFields: readonly (SettingField & { readonly name: keyof Settings })[] = [
  { name: 'single_limit_per_person', group: 'single', kind: 'number', unit: 'cards', least: 0 },
  { name: 'single_needs_second_person', group: 'single', kind: 'switch' },
  { name: 'approvals_required', group: 'batch', kind: 'number', unit: 'people', most: 10 },
  { name: 'approval_hours', group: 'batch', kind: 'number', unit: 'hours', most: 8760 },
  { name: 'run_hours', group: 'batch', kind: 'number', unit: 'hours', most: 8760 },
  { name: 'rehearsal_required', group: 'batch', kind: 'switch' },
  { name: 'canary_rows', group: 'batch', kind: 'number', unit: 'rows', least: 0 },
  { name: 'canary_delay_seconds', group: 'batch', kind: 'number_or_none', unit: 'seconds', least: 0 },
  { name: 'breaker_percent', group: 'batch', kind: 'number', unit: 'percent', least: 0, most: 100 },
  { name: 'breaker_rows', group: 'batch', kind: 'number', unit: 'rows' },
  { name: 'breaker_same_code', group: 'batch', kind: 'number', unit: 'times' },
  { name: 'consent_days', group: 'consent', kind: 'number_or_none', unit: 'days' },
  { name: 'evidence_required', group: 'consent', kind: 'channels' },
  { name: 'daily_cap', group: 'limits', kind: 'number_or_none', unit: 'cards' },
  { name: 'allowed_hours', group: 'limits', kind: 'hours' },
  { name: 'retention_days', group: 'keeping', kind: 'number', unit: 'days', least: 1096, most: 36_500 },
  { name: 'member_data_days', group: 'keeping', kind: 'number', unit: 'days', most: 36_500 },
]

/** The settings of the desk as a whole. */
export const deskFields: readonly (SettingField & { readonly name: keyof DeskSettings })[] = [
  { name: 'staff_change_delay_hours', group: 'desk', kind: 'number', unit: 'hours', most: 167 },
  { name: 'notify_url', group: 'desk', kind: 'address' },
]

/** A setting by its name; undefined for one of a newer desk. */
export function fieldOf(name: string): SettingField | undefined {
  return [...brandFields, ...deskFields].find((field) => field.name === name)
}
