"""Hebrew header words by what they mean; see `languages`."""

WORDS = """
deal: הזדמנות עסקה עסקאות הצעה פרויקט תיק הצעת פנייה
account: לקוח לקוחות חברה ארגון
contact: איש_קשר
owner: בעלים אחראי נציג מוכר איש_מכירות סוכן מטפל נציג_מכירות
manager: מנהל מנהלת
person: עובד משתמש
name: שם
firstname: שם_פרטי
lastname: שם_משפחה
id: מספר מזהה קוד מס אסמכתא
title: נושא תיאור כותרת
date: תאריך יום
create: יצירה פתיחה נוצר קבלה כניסה רישום
close: סגירה נסגר סיום
won: זכייה
lost: הפסד אובדן דחייה
expect: צפוי צפויה משוער משוערת מתוכנן תחזית
actual: בפועל
until: יעד_סיום
decide: החלטה
sign: חתימה חוזה
order: הזמנה
amount: סכום ערך מחיר שווי היקף
net: נטו לפני_מעמ
gross: ברוטו כולל_מעמ
vat: מעמ
cost: עלות
margin: רווח
discount: הנחה
commission: עמלה
invoice: חשבונית
probability: הסתברות סיכוי אחוז
stage: שלב
status: סטטוס מצב
outcome: תוצאה
reason: סיבה סיבת
source: מקור ערוץ
campaign: קמפיין
next: הבא הבאה
last: אחרון אחרונה
step: צעד פעולה משימה
touch: קשר שיחה פגישה
modify: עדכון שינוי
deliver: אספקה משלוח
install: התקנה תוקף
birth: לידה
product: מוצר שירות
type: סוג
industry: תחום ענף
region: עיר מדינה
postcode: מיקוד
address: כתובת
phone: טלפון נייד
email: דואל אימייל מייל
note: הערות הערה
competitor: מתחרה
currency: מטבע
team: צוות קבוצה
territory: אזור סניף
role: תפקיד
target: יעד מכסה
period: חודש רבעון שנה תקופה
activity: פעילות
duration: משך
sales: מכירות מכירה
new: חדש
filler: של את
"""
