"""English header words by what they mean; see `languages`."""

WORDS = """
deal: opportunity opportunities opp opps oppty deal deals quote quotes quotation quotations
  offer offers proposal proposals project projects tender tenders bid bids job jobs mandate
  mandates pitch pitches case cases enquiry enquiries inquiry lead leads prospect_id estimate
  estimates matter engagement submission vacancy requisition instruction listing rfp rfq
  transaction pursuit negotiation
account: account accounts acct customer customers cust client clients company companies
  organisation organization organisations organizations org firm buyer homeowner purchaser brand
  insured policyholder tenant hirer investor payer school hospital practice developer
  contractor_name employer vendor_name shop retailer dealer distributor
contact: contact contact_person primary_contact decision_maker key_contact attention attn
owner: bd_manager relationship_manager business_development_manager client_manager
  client_director sales_exec territory_manager account_mgr salesman_name account_holder
  sales_lead sales_agent booked_by quoted_by sold_by owner rep reps representative
  representatives salesperson salespeople salesman salesrep seller sellers ae kam bdm agent
  agents assignee assigned responsible handler handled closer consultant broker brokers
  negotiator recruiter producer estimator executive exec advisor adviser lead_by led_by
  account_director ad pic partner_in_charge fee_earner originator pitch_lead deal_lead
  project_lead bid_lead account_lead lead_consultant
assistant: sdr bdr isr presales pre_sales presale inside_sales setter appointment_setter
  assistant helper support backup second secondary co_owner solution_engineer se telemarketer
  canvasser
manager: manager managers mgr supervisor boss leader teamlead team_lead team_leader head reports
  reports_to line_manager head_of director
person: employee employees user users person people staff member members colleague who emp
name: name names nm
firstname: first_name forename given_name
lastname: last_name surname family_name
id: id ids no nr num number code ref reference key uid guid uuid cd pk sk
title: title subject topic description desc details designation headline label works scope
date: date dates dt dte day time when on ts timestamp at datetime
create: created create creation creat crtd opened open_date opening entered entry added received
  received_on logged registered raised inception intake came_in in_date date_in enquired
  inbound_date instructed
first: first initial initially
close: finished close cl cls clsd closed closing closure closes completion_date finalised
  finalized concluded completed decided resolved
won: won win wins sold awarded award accepted booked secured success
lost: lost lose loss losing losses declined dead rejected decline unsuccessful failed
expect: expected expect expctd estimated est exp anticipated planned forecasted projected
  projection target_date likely eta prospective tentative probable
actual: actual real effective final
until: until due deadline by_when bydate
decide: decision decisions outcome_date verdict_date answer
sign: signed signature signing sign contract_date contracted executed
order: order ordered po purchase_order
amount: amount amt value val price revenue rev worth size acv arr tcv mrr fee fees premium gci
  turnover total sum volume vol bookings contract_value sales_value dollars consideration
net: net excl_vat ex_vat ex_gst
gross: gross
excl: ex excl excluding without less before
incl: inc incl including plus with
vat: vat gst tax hst
cost: cost costs cogs expense expenses materials labour labor
margin: margin profit gp markup contribution
listprice: list rrp msrp catalogue catalog
discount: discount disc rebate deductible deposit retention
weighted: prorated pro_rata weighted wtd risk_adjusted
commission: commission comm commissions bonus
budget: budget
paid: paid payment payments pay balance outstanding prepaid instalment installment
invoice: invoice invoiced billing billed bill
unit: unit per each
quantity: age quantity qty count units pcs pieces seats licences licenses hours sqm sqft m2 kw kwp
  kwh headcount sq_ft sq_m psf rate rentable cvs area surface
probability: probability prob odds likelihood chance confidence score rating percent pct
  win_rate
stage: stage stg stages phase step pipeline_stage milestone progress funnel_stage where_are_we
status: status stat state standing
outcome: outcome result results w_l w_l_o won_lost win_loss won_or_lost verdict disposition disp
  resolution
reason: because lost_because lost_to reason reasons rsn why cause if_lost
source: source src origin channel referral referred_by via lead_source how_heard
  how_did_they_hear heard came_from marketing_source medium
campaign: campaign
next: next nxt upcoming following follow_up followup fup
last: last latest lst previous prior recent most_recent
step: step action actions todo task to_do
touch: contact contacted call called visit meeting mtg appointment appt conversation email_sent
  activity act touch reply spoken chased chaser inspection
modify: modified modify updated update changed change edited amended upd
deliver: delivery delivered deliver ship shipping shipped shipment handover dispatch
install: install installation installed installing go_live golive commissioning works_start
  build renewal renews expiry expires expiration valid validity implementation kickoff kick_off
start: start starts begin beginning commence commencement from
end: end ends finish finished ending to
birth: birth birthday dob born
remind: reminder remind callback call_back recall diary
product: product products prod item items service services sku solution line_of_business lob
  class_of_business product_line offering package policy_type
type: type typ kind new_existing new_or_existing nature business_type
segment: segment tier class size_class segmentation
industry: industry sector vertical trade branch_of_industry
region: country state province county city town suburb location place state_province
postcode: zip postcode postal zipcode post_code pin pincode
address: address street addr site property_address
phone: phone tel telephone mobile mob cell fax phone_no
email: email e_mail mail
taxno: vat_no vat_number tax_id tax_no abn ein gstin company_number registration_number
note: note notes comment comments remark remarks feedback memo
url: url link website web
competitor: competitor competitors competition comp incumbent rival
currency: currency curr ccy
pipeline: pipeline funnel record_type
forecast: forecast fcst commit
category: category cat
team: team teams squad group pod
territory: territory region area patch office branch
role: role position job_title job_role function grade
hire: hired hire joined joining start_date employed doj
leave: left leave leaving leaver terminated termination
target: target targets quota quotas goal goals tgt plan objective
period: month quarter qtr period year week mth fy fiscal
activity: activity activities act call calls event task interaction visit engagement_type
duration: duration dur length minutes mins min seconds secs lasted
sales: sales sale sell selling business commercial
new: new
old: old previous former prior
to: to
from: from
by: by
send: sent send submitted issued emailed posted
stagename: negotiation negotiating qualification qualified demo presentation site_visit
  discovery shortlist interview
filler: the of a an and or in for is was our their s k m eur usd gbp aud inr nos current full
  total_no x
"""
