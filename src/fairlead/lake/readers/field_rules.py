"""Which ideas name which field: ``close date 94`` says that close and date do, how surely.

A field has a list of ideas that name it when they come together, each with how sure that is in
per cent, and after the stroke the ideas that may stand beside them. Data, no code; `grammar`
reads it.
"""

RULES: dict[str, str] = {
    "opportunities": """
name: deal name 97, title 93, deal title 97, name 93, deal 72, name title 93 / deal sales filler
  name title
account: account 95, account name 98, account id 88, account title 90 / filler name id account
  deal end new sales
contact: contact 92, contact name 93, account contact 90 / filler name contact person
pipeline: pipeline 93, deal pipeline 96 / deal sales filler pipeline name id
type: type 86, deal type 97, sales type 93 / deal sales filler type new old category id
created_at: create date 96, create 92, deal create 94, deal date 84, first touch 78, first
  create 92, first touch date 82, create touch 70, start date 55, date 50 / deal sales filler
  create date first touch
created_by: create by 95, create person 93, create owner 90 / filler create by name deal
owner: owner 95, owner name 96, owner id 92, deal owner 97, sales owner 96, sales person 93,
  account owner 78, account manager 78, person 64, owner manager 70, team owner 80, sales 58 /
  deal sales filler owner name id person
source_channel: source 94, deal source 96, campaign 80, source campaign 90, account source 88,
  source touch 84 / deal sales filler source campaign account name type category first id won
  create
segment: segment 92, account segment 94, deal segment 93 / deal sales filler segment account id
product: product 93, product name 95, product type 84, product category 84, deal product 93 /
  deal sales filler product name type category segment id
competitor: competitor 94 / deal sales filler competitor name
next_step: next step 97, next activity 94, next touch 74 / deal sales filler next step activity
  touch title
url: url 90 / deal sales filler url
amount: amount 94, commission 58, amount net 97, net 82, amount gross 80, gross 62, deal amount
  96, sales amount 95, expect amount 90, order amount 94, sign amount 93, won amount 85, amount
  excl vat 97, excl vat 84, amount incl vat 80, incl vat 62, excl amount 90, budget amount 62,
  budget 60, forecast amount 72, amount period 90, deal net 84 / deal sales filler amount net
  expect order sign currency period close
currency: currency 93 / deal sales filler currency id amount name
close_on: expect close 97, expect close date 98, close date 94, close 88, expect decide 93,
  decide date 82, decide until 90, decide 66, expect order 91, expect sign 92, expect won 91,
  expect date 86, until date 66, until 60, order date 72, sign date 80, target date 86, target
  close 94, forecast close 94, forecast date 84, close until 92 / deal sales filler date expect
  until close won order decide sign outcome period
closed_at: actual close 98, close date 86, close 86, won date 90, lost date 86, won lost date
  95, decide date 84, decide 74, outcome date 90, sign date 85, sign 78, order date 80, actual
  date 80, status date 66, actual order 90, won close 90, lost close 88 / deal sales filler date
  actual won lost close outcome decide sign
stage: stage 95, sales stage 97, deal stage 97, pipeline stage 97, stage name 95, stage status
  84, status step 70, status 70, deal status 70, step 62 / deal sales filler stage pipeline name
  step id
outcome: outcome 93, status 88, deal status 93, sales status 92, won lost 96, close status 90,
  status outcome 90, decide 64, account status 40 / deal sales filler outcome status won lost
  close id actual end
is_won: won 84 / deal sales filler won
lost_reason: lost reason 98, reason 88, close reason 86, won lost reason 92, status reason 84,
  outcome reason 88, decide reason 84 / deal sales filler lost reason won close outcome decide
  status id to
forecast_category: forecast category 97, forecast status 90, forecast 60 / deal sales filler
  forecast id
modified_at: modify date 95, modify 91, last modify 96 / deal sales filler modify last date
""",
    "order_lines": """
closed_at: order date 95, invoice date 95, sales date 92, date 86 / filler order invoice sales
  date
owner: owner 95, owner name 96, owner id 92, person 80, person name 82 / filler owner name id
  person sales
account: account 95, account name 97, account id 92 / filler account name id
product: product 94, product name 96 / filler product name id
amount: amount 94, commission 58, amount net 97, net 84, order amount 95, invoice amount 94,
  sales amount 95, amount excl vat 97 / filler amount net order invoice sales currency
""",
    "stage_history": """
opportunity: deal id 96, deal 88 / deal sales filler id
occurred_at: date 92, modify date 97, modify 90, stage date 90, create date 70 / filler date
  modify stage start from
stage: stage 92, new stage 97, to stage 97 / deal sales filler stage new to name id
from_stage: old stage 97, from stage 97 / deal sales filler stage old from name
actor: modify by 96, by 88, modify person 94, owner 84, person 82, by person 90 / filler by
  modify person owner name
""",
    "people": """
name: name 92, person name 97, person 88, owner 93, owner name 96, firstname lastname 98, sales
  person 95, firstname name 96, lastname name 84 / filler name person owner firstname lastname
  sales
first_name: firstname 95, firstname name 80 / filler firstname
last_name: lastname 95 / filler lastname
email: email 95 / filler email
role: role 95, role title 95, person role 95 / filler role title person sales name
manager: manager 95, manager name 96, team manager 95, sales manager 95, manager id 92 / filler
  manager name team sales id person to
team: team 95, sales team 96, team name 96 / filler team sales name
territory: territory 94, sales territory 96, region 84, territory name 95 / filler territory
  sales region name
hired_on: hire 94, hire date 96, start date 82 / filler hire date start
left_on: leave 94, leave date 96, end date 72 / filler leave date end
""",
    "accounts": """
name: account name 97, account 90, name 92 / filler account name
industry: industry 95 / filler industry account
segment: segment 93, account segment 96 / filler segment account id
region: region 92, territory 80 / filler region account name
""",
    "contacts": """
account: account 95, account name 97, account id 92 / filler account name id
name: name 90, contact name 96, contact 86 / filler contact name person
first_name: firstname 95 / filler firstname contact
last_name: lastname 95 / filler lastname contact
title: role 94 / filler role title
""",
    "activities": """
person: owner 95, owner name 96, person 86, person name 88, by 80, activity owner 96, touch by
  90, sales person 93, owner id 92, activity by 92 / filler owner name id person sales activity
  by touch
opportunity: deal id 96, deal 88, deal name 70 / filler deal id sales
account: account 95, account name 97, account id 92, touch account 88 / filler account name id
  touch
contact: contact 92, contact name 93, contact id 92 / filler contact name id person
kind: activity type 97, type 86, touch type 95, activity 82, touch 66 / filler activity type
  touch sales
occurred_at: date 94, activity date 97, touch date 97, start date 84, create date 62, start
  activity 84 / filler date activity touch start
duration: duration 96, activity duration 97 / filler duration activity touch
outcome: outcome 95, activity outcome 96, status 82, activity status 88, touch outcome 95 /
  filler outcome activity status touch id
""",
    "targets": """
person: owner 95, owner name 96, person 88, person name 92, name 82, sales person 95, owner id
  92, sales 60 / filler owner name id person sales
team: team 95, team name 95, sales team 95, territory 84 / filler team name sales
period: period 95, target period 95, period date 90, date 60, period start 84 / filler period
  target date start
amount: target 95, amount 72, target amount 98, sales target 97, target sales amount 97, budget
  88, target budget 95, expect amount 80, budget amount 90, expect sales 78 / filler target
  amount sales budget currency net period order
""",
}
