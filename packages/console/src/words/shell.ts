import { en } from './en/shell.ts'
import type { Words } from './words.ts'
import { zh } from './zh-CN/shell.ts'

export const shellWords: Words<typeof zh> = { 'zh-CN': zh, en }
