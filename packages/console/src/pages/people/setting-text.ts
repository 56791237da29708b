import { type Channel, channels } from '@card-member/desk/contract'
import type { Translated } from '../../words/words.ts'
import type { zh } from '../../words/zh-CN/people.ts'
import { fieldOf } from './setting-fields.ts'

type Words = Translated<typeof zh>

/** A channel among values that may be any text. */
export function channelsIn(value: unknown): Channel[] {
  return Array.isArray(value) ? channels.filter((channel) => value.includes(channel)) : []
}

/** Hours that a setting holds; undefined for all day. */
export function hoursIn(value: unknown): { readonly from: string; readonly to: string } | undefined {
  if (typeof value !== 'object' || value === null || !('from' in value) || !('to' in value)) return undefined
  return { from: String(value.from), to: String(value.to) }
}

/** A value of a setting as people read it, such as `20 张`. */
export function settingText(name: string, value: unknown, { settings, joiner, none }: Words): string {
  const field = fieldOf(name)
  if (typeof value === 'boolean') return value ? settings.on : settings.off
  const hours = hoursIn(value)
  if (hours !== undefined) return `${hours.from} – ${hours.to}`
  if (value === null && field?.kind === 'hours') return settings.always
  if (value === null && field?.kind === 'address') return none
  if (value === null) return name === 'canary_delay_seconds' ? settings.manual : settings.unlimited
  if (typeof value === 'number') return field?.unit === undefined ? String(value) : `${value} ${settings.units[field.unit]}`
  if (Array.isArray(value)) {
    const named = channelsIn(value).map((channel) => settings.channels[channel])
    return named.length === 0 ? none : named.join(joiner)
  }
  return String(value)
}

/** The name of a setting; its own for one of a newer desk. */
export function settingName(name: string, { settings }: Words): string {
  const field = fieldOf(name)
  return field === undefined ? name : settings.names[field.name]
}
