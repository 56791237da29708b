import { followTwice } from './guide-twice.ts'

followTwice(['docs/other-languages.md'])
