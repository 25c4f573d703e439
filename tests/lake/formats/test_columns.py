"""Every column vendors document for deals and their history is read, or left out with a reason."""

from __future__ import annotations

import pytest

from fairlead.lake.readers.formats import KNOWN, plain
from fairlead.lake.readers.formats.left_out import LEFT_OUT

DOCUMENTED = {
    "salesforce": """
        Id IsDeleted AccountId IsPrivate Name Description StageName Amount Probability
        ExpectedRevenue TotalOpportunityQuantity CloseDate Type NextStep LeadSource IsClosed IsWon
        ForecastCategory ForecastCategoryName CampaignId HasOpportunityLineItem Pricebook2Id OwnerId
        CreatedDate LastModifiedDate SystemModstamp LastActivityDate LastStageChangeDate
        FiscalQuarter FiscalYear Fiscal ContactId HasOpenActivity HasOverdueTask
        LastAmountChangedHistoryId LastCloseDateChangedHistoryId CurrencyIsoCode RecordTypeId
        Territory2Id SyncedQuoteId
        OpportunityId PrevAmount PrevCloseDate CreatedById
        Field OldValue NewValue DataType
        ManagerId UserRoleId UserType ForecastEnabled TimeZoneSidKey
        ParentRoleId RollupDescription ForecastUserId
        QuotaOwnerId ForecastingTypeId PeriodId StartDate QuotaAmount QuotaQuantity IsAmount
        IsQuantity ProductFamily ForecastingGroupItemId
        EndDate Number PeriodLabel QuarterLabel IsForecastPeriod FullyQualifiedLabel
        FiscalYearSettingsId IsoCode ConversionRate DecimalPlaces IsActive IsCorporate NextStartDate
    """,
    "hubspot": """
        dealname amount amount_in_home_currency deal_currency_code hs_exchange_rate dealstage
        pipeline closedate createdate hs_createdate hs_lastmodifieddate hubspot_owner_id
        hubspot_owner_assigneddate hubspot_team_id hs_all_owner_ids dealtype hs_is_closed
        hs_is_closed_won hs_is_closed_lost hs_closed_won_date closed_lost_reason
        hs_manual_forecast_category hs_forecast_amount hs_forecast_probability
        hs_deal_stage_probability hs_projected_amount hs_acv hs_arr hs_mrr hs_tcv days_to_close
        hs_next_step notes_last_contacted num_notes hs_merged_object_ids hs_object_id
        value timestamp sourceType updatedByUserId createdAt updatedAt archived archivedAt
    """,
    "pipedrive": """
        id title owner_id person_id org_id pipeline_id stage_id value currency add_time update_time
        stage_change_time status probability lost_reason close_time won_time lost_time
        expected_close_date is_deleted is_archived archive_time label_ids origin arr mrr acv
        visible_to custom_fields first_won_time
        field_key old_value new_value actor_user_id time change_source is_bulk_update_flag
    """,
    "dynamics": """
        opportunityid name customerid _customerid_value parentaccountid ownerid owningbusinessunit
        estimatedvalue estimatedvalue_base actualvalue actualvalue_base totalamount exchangerate
        transactioncurrencyid estimatedclosedate actualclosedate closeprobability salesstage
        stepname stageid traversedpath activestageid activestagestartedon statecode statuscode
        msdyn_forecastcategory createdon modifiedon overriddencreatedon isrevenuesystemcalculated
        versionnumber msdyn_gdproptout isdisabled parentsystemuserid businessunitid
        internalemailaddress goalownerid targetmoney targetdecimal targetinteger goalstartdate
        goalenddate action attributemask auditid callinguserid objectid
    """,
    "odoo": """
        type stage_id user_id team_id company_id expected_revenue recurring_revenue prorated_revenue
        probability automated_probability date_deadline date_open date_last_stage_update date_closed
        date_conversion day_open day_close lost_reason_id active partner_id priority tag_ids
        name sequence is_won fold requirements
        field_id old_value_integer new_value_integer old_value_float old_value_char old_value_text
        old_value_datetime currency_id mail_message_id field field_desc field_type
        model res_id date author_id login
    """,
    "twenty": """
        id name amountAmountMicros amountCurrencyCode closeDate stage probability companyId
        pointOfContactId ownerId createdByWorkspaceMemberId createdAt updatedAt deletedAt
        properties happensAt
    """,
}

TAKEN_APART = {
    "odoo": set(
        "type dateconversion fieldid oldvalueinteger newvalueinteger oldvaluefloat oldvaluechar "
        "oldvaluetext oldvaluedatetime mailmessageid field fielddesc fieldtype model resid date "
        "authorid".split()
    ),
    "twenty": {"properties", "happensat", "name"},
    "dynamics": {"callinguserid"},
}
"""Read by `lake.readers.derived`, or under another name of the same thing (``callinguserid``)."""


@pytest.mark.parametrize("name", list(DOCUMENTED))
def test_each_documented_column_is_read_or_left_out_with_a_reason(name: str) -> None:
    read = {h for k in KNOWN if k.format == name for headers in k.fields.values() for h in headers}
    read |= TAKEN_APART.get(name, set())
    documented = {plain(column) for column in DOCUMENTED[name].split()}
    assert documented - read - set(LEFT_OUT[name]) == set()


@pytest.mark.parametrize("name", list(LEFT_OUT))
def test_a_reason_is_given_in_words_and_for_a_header_as_compared(name: str) -> None:
    for header, reason in LEFT_OUT[name].items():
        assert header == plain(header)
        assert len(reason.split()) >= 3
