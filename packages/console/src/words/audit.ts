import { en } from './en/audit.ts'
import type { Words } from './words.ts'
import { zh } from './zh-CN/audit.ts'

export const auditWords: Words<typeof zh> = { 'zh-CN': zh, en }
