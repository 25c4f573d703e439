"""Headers of Salesforce exports, with the target and the fields that must be found."""

from __future__ import annotations

SALESFORCE: dict[str, tuple[str, str, dict[str, str]]] = {
    "Opportunity": (
        (
            "Id,IsDeleted,AccountId,RecordTypeId,Name,StageName,Amount,Probability,CloseDate,Type,"
            "NextStep,LeadSource,IsClosed,IsWon,ForecastCategoryName,CurrencyIsoCode,OwnerId,"
            "CreatedDate,CreatedById,SystemModstamp"
        ),
        "opportunities",
        {
            "id": "Id",
            "owner": "OwnerId",
            "stage": "StageName",
            "amount": "Amount",
            "close_on": "CloseDate",
            "closed_at": "CloseDate",
            "is_won": "IsWon",
            "is_closed": "IsClosed",
            "is_deleted": "IsDeleted",
            "pipeline": "RecordTypeId",
            "created_at": "CreatedDate",
            "created_by": "CreatedById",
            "currency": "CurrencyIsoCode",
            "type": "Type",
            "modified_at": "SystemModstamp",
        },
    ),
    "OpportunityHistory": (
        (
            "Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,ExpectedRevenue,CloseDate,"
            "Probability,ForecastCategory,SystemModstamp,IsDeleted"
        ),
        "stage_history",
        {
            "opportunity": "OpportunityId",
            "occurred_at": "CreatedDate",
            "stage": "StageName",
            "actor": "CreatedById",
            "amount": "Amount",
            "close_on": "CloseDate",
        },
    ),
    "OpportunityFieldHistory": (
        ("Id,IsDeleted,OpportunityId,CreatedById,CreatedDate,Field,DataType,OldValue,NewValue"),
        "field_history",
        {"opportunity": "OpportunityId", "field": "Field", "old": "OldValue", "new": "NewValue"},
    ),
    "OpportunityStage": (
        (
            "Id,MasterLabel,ApiName,IsActive,SortOrder,IsClosed,IsWon,ForecastCategory,"
            "DefaultProbability,Description"
        ),
        "stages",
        {"stage": "MasterLabel", "position": "SortOrder", "is_won": "IsWon"},
    ),
    "User": (
        (
            "Id,Username,LastName,FirstName,Name,Division,Department,Title,Email,IsActive,UserRoleId,"
            "ProfileId,ManagerId,EmployeeNumber,TimeZoneSidKey"
        ),
        "people",
        {
            "id": "Id",
            "name": "Name",
            "email": "Email",
            "manager": "ManagerId",
            "role": "Title",
            "is_active": "IsActive",
            "other_id": "EmployeeNumber",
        },
    ),
    "UserRole": (
        "Id,Name,ParentRoleId,RollupDescription,DeveloperName,ForecastUserId",
        "roles",
        {"id": "Id", "parent": "ParentRoleId", "leader": "ForecastUserId"},
    ),
    "LeadHistory": (
        "Id,LeadId,CreatedById,CreatedDate,Field,OldValue,NewValue",
        "prospect_history",
        {"prospect": "LeadId", "field": "Field", "old": "OldValue", "new": "NewValue"},
    ),
    "OpportunityTeamMember": (
        "Id,OpportunityId,UserId,TeamMemberRole,OpportunityAccessLevel,IsDeleted",
        "deal_team",
        {"opportunity": "OpportunityId", "person": "UserId", "role": "TeamMemberRole"},
    ),
    "OpportunitySplitType": (
        "Id,DeveloperName,MasterLabel,SplitEntity,SplitField,IsTotalValidated,IsActive",
        "split_types",
        {"id": "Id", "label": "MasterLabel"},
    ),
    "DatedConversionRate": (
        "Id,IsoCode,StartDate,NextStartDate,ConversionRate",
        "rates",
        {"currency": "IsoCode", "per_base": "ConversionRate", "to_on": "NextStartDate"},
    ),
    "Account": (
        ("Id,IsDeleted,Name,Type,ParentId,BillingCountry,Industry,NumberOfEmployees,OwnerId"),
        "accounts",
        {"id": "Id", "name": "Name", "industry": "Industry", "region": "BillingCountry"},
    ),
    "Contact": (
        ("Id,IsDeleted,AccountId,LastName,FirstName,Name,Title,OwnerId,CreatedDate"),
        "contacts",
        {"id": "Id", "account": "AccountId", "name": "Name", "title": "Title"},
    ),
    "Lead": (
        (
            "Id,LastName,Company,LeadSource,Status,OwnerId,IsConverted,ConvertedDate,"
            "ConvertedOpportunityId,CreatedDate,IsDeleted"
        ),
        "prospects",
        {"id": "Id", "opportunity": "ConvertedOpportunityId", "converted_at": "ConvertedDate"},
    ),
    "Task": (
        (
            "Id,WhoId,WhatId,Subject,ActivityDate,Status,OwnerId,AccountId,IsClosed,TaskSubtype,"
            "CallDurationInSeconds,CallDisposition,CreatedDate,IsDeleted"
        ),
        "activities",
        {
            "id": "Id",
            "related": "WhatId",
            "contact": "WhoId",
            "person": "OwnerId",
            "kind": "TaskSubtype",
            "occurred_at": "ActivityDate",
            "duration": "CallDurationInSeconds",
        },
    ),
    "Event": (
        ("Id,WhoId,WhatId,Subject,StartDateTime,EndDateTime,DurationInMinutes,OwnerId,IsDeleted"),
        "activities",
        {
            "related": "WhatId",
            "kind": "=meeting",
            "occurred_at": "StartDateTime",
            "duration": "DurationInMinutes",
        },
    ),
    "OpportunityContactRole": (
        ("Id,OpportunityId,ContactId,Role,IsPrimary,IsDeleted"),
        "contact_roles",
        {"opportunity": "OpportunityId", "contact": "ContactId", "role": "Role"},
    ),
    "OpportunitySplit": (
        ("Id,OpportunityId,SplitOwnerId,SplitPercentage,SplitTypeId"),
        "splits",
        {"opportunity": "OpportunityId", "person": "SplitOwnerId", "share": "SplitPercentage"},
    ),
    "ForecastingQuota": (
        ("Id,QuotaOwnerId,PeriodId,StartDate,QuotaAmount,CurrencyIsoCode"),
        "targets",
        {
            "person": "QuotaOwnerId",
            "period": "StartDate",
            "period_id": "PeriodId",
            "amount": "QuotaAmount",
        },
    ),
    "RecordType": (
        ("Id,Name,DeveloperName,SobjectType,IsActive"),
        "pipelines",
        {"id": "Id", "label": "Name"},
    ),
    "Product2": (
        ("Id,Name,ProductCode,Family,IsActive,CreatedDate,IsDeleted"),
        "products",
        {"id": "Id", "name": "Name"},
    ),
    "OpportunityLineItem": (
        ("Id,OpportunityId,Product2Id,Quantity,TotalPrice,UnitPrice,IsDeleted"),
        "deal_lines",
        {"id": "Id", "opportunity": "OpportunityId", "unit_price": "UnitPrice"},
    ),
    "Order": (
        ("Id,OwnerId,AccountId,OrderNumber,EffectiveDate,Status,TotalAmount,IsDeleted"),
        "ignore",
        {},
    ),
    "Period": (
        "Id,StartDate,EndDate,Type,Number,PeriodLabel,IsForecastPeriod",
        "periods",
        {"id": "Id", "kind": "Type", "from_on": "StartDate", "last_on": "EndDate"},
    ),
    "CurrencyType": (
        "Id,IsoCode,ConversionRate,DecimalPlaces,IsCorporate",
        "rates",
        {"currency": "IsoCode", "per_base": "ConversionRate", "is_base": "IsCorporate"},
    ),
    "Case": ("Id,CaseNumber,Subject,CreatedById,CreatedDate,SystemModstamp", "ignore", {}),
}
