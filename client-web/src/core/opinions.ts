// Until the wire knows them.
export interface OpinionAddParams { key: string; text: string; topic?: string; unit?: string; site?: string }
export interface OpinionAddResult { key: string; opinion: number; seq: number; at: number }
export interface OpinionListed { opinion: number; text: string; topic?: string; unit?: string; site?: string; at: number; question?: number }
export interface OpinionListParams { after?: number; limit?: number; topic?: string; text?: string }
export interface OpinionListResult { opinions: OpinionListed[]; more: boolean; total: number }
