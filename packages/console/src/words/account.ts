import { en } from './en/account.ts'
import type { Words } from './words.ts'
import { zh } from './zh-CN/account.ts'

export const accountWords: Words<typeof zh> = { 'zh-CN': zh, en }
