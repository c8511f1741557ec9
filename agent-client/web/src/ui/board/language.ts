export { formatLocale } from "../shared/language";
