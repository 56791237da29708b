import { en } from './en/consents.ts'
import type { Words } from './words.ts'
import { zh } from './zh-CN/consents.ts'

export const consentWords: Words<typeof zh> = { 'zh-CN': zh, en }
