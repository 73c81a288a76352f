export type PageLanguage = 'en' | 'ja';
