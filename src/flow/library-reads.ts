import { type AnswerSite, type RequestSite, requestId, type Token } from '../sites.js';

/** What a library reads of an answer by itself, as if the code did at `at`. */
export function readByLibrary(request: RequestSite, path: string, at: Token): AnswerSite {
  return {
    site: 'answer',
    dialect: request.dialect,
    token: at,
    requests: [requestId(request)],
    path,
    compared: [],
    form: 'member',
    whole: at,
    owner: null,
    next: '',
  };
}
