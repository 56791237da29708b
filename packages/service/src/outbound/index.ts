export { post } from './post.ts'
export { PostError, type PostFailure, rejectOnAbort } from './post-error.ts'
export { checkTarget, type Resolve, systemResolve, type Target } from './target.ts'
